package dev.backstory.agent.boundary.disruptor;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import dev.backstory.agent.boot.Rings;
import dev.backstory.agent.boundary.Change;
import dev.backstory.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Who reads a ring: for a handler, for one of several workers, which version 4 has no more, and for whoever polls. */
final class RingReaders {

    private static final String READER = DisruptorBoundary.PACKAGE + "BatchEventProcessor";
    private static final String WORKER = DisruptorBoundary.PACKAGE + "WorkProcessor";
    private static final String POLLER = DisruptorBoundary.PACKAGE + "EventPoller";
    private static final Set<String> CLASSES = Set.of(READER, WORKER, POLLER);

    private RingReaders() {}

    static boolean have(String className) {
        return CLASSES.contains(className);
    }

    static List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (String reader : List.of(READER, WORKER)) {
            changes.add(Change.toCarryingLibraryClass(reader)
                    .advise(isConstructor(), ReadForHandler.class)
                    .advise(named("run").and(takesNoArguments()), BeginInNoStory.class)
                    .advise(namedOneOf("processEvents", "run").and(takesNoArguments()), LeaveElement.class)
                    .visit(ReaderLoop.visitor()));
        }
        changes.add(Change.toCarryingLibraryClass(POLLER)
                .advise(isConstructor(), ReadForCaller.class)
                .advise(named("poll").and(takesArguments(1)), LeaveElement.class)
                .visit(ReaderLoop.visitor()));
        return changes;
    }

    static final class ReadForHandler {
        private ReadForHandler() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object reader, @Advice.Argument(0) Object provider, @Advice.Argument(2) Object handler) {
            Rings.reads(reader, provider, handler);
        }
    }

    static final class ReadForCaller {
        private ReadForCaller() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object poller, @Advice.Argument(0) Object provider) {
            Rings.reads(poller, provider);
        }
    }

    static final class BeginInNoStory {
        private BeginInNoStory() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter() {
            return Rings.begin();
        }
    }

    static final class LeaveElement {
        private LeaveElement() {}

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object reader) {
            Rings.handled(reader);
        }
    }
}
