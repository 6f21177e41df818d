package dev.backstory.agent.boundary.springtasks;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.SpringTasks;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Spring's scheduling: each call of a {@code @Scheduled} method is a job of its own. A task with a trigger is scheduled anew by each of
 * its runs, so that to the JDK it is no periodic one, and would stay in the first one's story for ever.
 */
public final class SpringTasksBoundary implements AgentBoundary {

    private static final String METHOD = "org.springframework.scheduling.support.ScheduledMethodRunnable";
    private static final String TRIGGERED = "org.springframework.scheduling.concurrent.ReschedulingRunnable";
    private static final Set<String> CLASSES = Set.of(METHOD, TRIGGERED);

    @Override
    public String name() {
        return "springtasks";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null && CLASSES.contains(className);
    }

    @Override
    public List<Change> changes() {
        return List.of(
                Change.toLibraryClass(METHOD).advise(named("run").and(takesArguments(0)), CallAsJob.class),
                Change.toCarryingLibraryClass(TRIGGERED)
                        .advise(isConstructor().and(takesArgument(0, Runnable.class)), CaptureInConstructor.class)
                        .advise(named("run").and(takesArguments(0)), RunAsStory.class));
    }

    static final class CallAsJob {

        private CallAsJob() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.FieldValue("method") Method method) {
            return SpringTasks.calling(method);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object run, @Advice.Thrown @Nullable Throwable thrown) {
            SpringTasks.called(run, thrown);
        }
    }

    static final class CaptureInConstructor {

        private CaptureInConstructor() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object repeated, @Advice.Argument(0) Object task) {
            SpringTasks.scheduled(repeated, task);
        }
    }

    static final class RunAsStory {

        private RunAsStory() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.This Object repeated) {
            return SpringTasks.repeating(repeated);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object run, @Advice.Thrown @Nullable Throwable thrown) {
            SpringTasks.repeated(run, thrown);
        }
    }
}
