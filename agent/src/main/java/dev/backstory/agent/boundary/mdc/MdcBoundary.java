package dev.backstory.agent.boundary.mdc;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import dev.backstory.agent.boot.LogIds;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** {@code %X{correlation_id}} and {@code %X{causation_id}} in the patterns of Logback and Log4j 2. */
public final class MdcBoundary implements AgentBoundary {

    private static final String LOGBACK = "ch.qos.logback.classic.spi.LoggingEvent";
    private static final String LOG4J = "org.apache.logging.log4j.core.impl.ThreadContextDataInjector$For";

    @Override
    public String name() {
        return "mdc";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null && (className.equals(LOGBACK) || className.startsWith(LOG4J));
    }

    @Override
    public List<Change> changes() {
        return List.of(
                Change.toCarryingLibraryClass(LOGBACK)
                        .advise(isConstructor(), TakeContext.class)
                        .advise(named("getMDCPropertyMap").and(takesNoArguments()), AddIds.class),
                injector("DefaultThreadContextMap"),
                injector("CopyOnWriteThreadContextMap"),
                injector("GarbageFreeThreadContextMap"));
    }

    private static Change injector(String kind) {
        return Change.toLibraryClass(LOG4J + kind)
                .advise(named("injectContextData").and(takesArguments(2)), AddIdsToData.class);
    }

    static final class TakeContext {

        private TakeContext() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object event) {
            LogIds.made(event);
        }
    }

    static final class AddIds {

        private AddIds() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets what a method returns
        static void exit(@Advice.This Object event, @Advice.Return(readOnly = false) Map<?, ?> mdc) {
            mdc = LogIds.seen(event, mdc);
        }
    }

    static final class AddIdsToData {

        private AddIdsToData() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets what a method returns
        static void exit(@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object data)
                throws ReflectiveOperationException {
            data = LogIds.taken(data);
        }
    }
}
