package dev.backstory.agent.boundary.springevents;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.SpringEvents;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Spring's application events whose classes {@code backstory.capture.spring-events} names are published where the application tells them to
 * its listeners. Listeners are called inside of that; only those that wait for the end of the transaction remember what they wait with.
 */
public final class SpringEventsBoundary implements AgentBoundary {

    private static final String CONTEXT = "org.springframework.context.support.AbstractApplicationContext";
    private static final String WAITING =
            "org.springframework.transaction.event.TransactionalApplicationListenerSynchronization";
    private static final String COMPLETING = WAITING + "$PlatformSynchronization";
    private static final Set<String> CLASSES = Set.of(CONTEXT, WAITING, COMPLETING);

    @Override
    public String name() {
        return "springevents";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null && CLASSES.contains(className) && SpringEvents.areChosen();
    }

    @Override
    public List<Change> changes() {
        if (!SpringEvents.areChosen()) {
            return List.of();
        }
        return List.of(
                Change.toLibraryClass(CONTEXT)
                        .advise(
                                named("publishEvent")
                                        .and(takesArguments(2))
                                        .and(takesArgument(1, named("org.springframework.core.ResolvableType"))),
                                PublishAround.class),
                Change.toCarryingLibraryClass(WAITING)
                        .advise(isConstructor().and(takesArguments(3)), CaptureInConstructor.class)
                        .advise(named("processEventWithCallbacks").and(takesArguments(0)), RestoreAroundListener.class),
                Change.toLibraryClass(COMPLETING)
                        .advise(named("afterCompletion").and(takesArguments(int.class)), ForgetRolledBack.class));
    }

    static final class PublishAround {

        private PublishAround() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.This Object context, @Advice.Argument(0) Object event) {
            return SpringEvents.telling(context, event);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object told) {
            SpringEvents.told(told);
        }
    }

    static final class CaptureInConstructor {

        private CaptureInConstructor() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object listening) {
            SpringEvents.waiting(listening);
        }
    }

    static final class RestoreAroundListener {

        private RestoreAroundListener() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.This Object listening) {
            return SpringEvents.handling(listening);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object scope) {
            SpringEvents.handled(scope);
        }
    }

    static final class ForgetRolledBack {

        private ForgetRolledBack() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object listening, @Advice.Argument(0) int status) {
            SpringEvents.completed(listening, status);
        }
    }
}
