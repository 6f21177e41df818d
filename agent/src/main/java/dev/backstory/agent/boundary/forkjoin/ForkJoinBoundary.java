package dev.backstory.agent.boundary.forkjoin;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.Tasks;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.context.Scope;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A task carries what the code had that forked or submitted it, whichever thread helps with it. */
public final class ForkJoinBoundary implements AgentBoundary {

    private static final Set<String> CLASSES = Set.of(
            "java.util.concurrent.ForkJoinTask",
            "java.util.concurrent.ForkJoinTask$InterruptibleTask",
            "java.util.concurrent.ForkJoinPool",
            "java.util.concurrent.DelayScheduler$ScheduledForkJoinTask",
            "java.util.concurrent.SubmissionPublisher$BufferedSubscription");

    /** A name: the class itself, here, would load it before it could get its field. */
    private static final String TASK = "java.util.concurrent.ForkJoinTask";

    @Override
    public String name() {
        return "forkjoin";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader == null && CLASSES.contains(className);
    }

    @Override
    public List<Change> changes() {
        return List.of(
                Change.toCarryingJdkClass(TASK)
                        .advise(named("fork"), CaptureOnFork.class)
                        .advise(named("cancel"), ReleaseWhenCancelled.class)
                        .advise(named("doExec"), ActivateAroundExec.class),
                Change.toJdkClass(TASK + "$InterruptibleTask").advise(named("cancel"), ReleaseWhenCancelled.class),
                // A fork/join pool schedules since JDK 25.
                Change.toJdkClass("java.util.concurrent.DelayScheduler$ScheduledForkJoinTask")
                        .advise(isConstructor().and(takesArgument(1, long.class)), CaptureWhenScheduled.class)
                        .advise(named("cancel"), ReleaseWhenCancelled.class),
                Change.toJdkClass("java.util.concurrent.SubmissionPublisher$BufferedSubscription")
                        .advise(named("consume").and(takesArguments(0)), ConsumeInNoStory.class),
                Change.toJdkClass("java.util.concurrent.ForkJoinPool")
                        .advise(named("externalSubmit").and(takesArgument(0, named(TASK))), CaptureOnSubmit.class)
                        .advise(
                                namedOneOf("poolSubmit").and(takesArgument(1, named(TASK))),
                                CaptureOnPoolSubmit.class));
    }

    static final class CaptureOnFork {
        private CaptureOnFork() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This ForkJoinTask<?> task) {
            Tasks.forked(task);
        }
    }

    static final class CaptureOnSubmit {
        private CaptureOnSubmit() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This ForkJoinPool pool, @Advice.Argument(0) @Nullable ForkJoinTask<?> task) {
            Tasks.submitted(pool, task);
        }
    }

    static final class CaptureOnPoolSubmit {
        private CaptureOnPoolSubmit() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This ForkJoinPool pool, @Advice.Argument(1) @Nullable ForkJoinTask<?> task) {
            Tasks.submitted(pool, task);
        }
    }

    static final class CaptureWhenScheduled {
        private CaptureWhenScheduled() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object task, @Advice.Argument(1) long period) {
            Tasks.scheduled(task, period);
        }
    }

    static final class ActivateAroundExec {
        private ActivateAroundExec() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.This ForkJoinTask<?> task) {
            return Tasks.execute(task);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This ForkJoinTask<?> task, @Advice.Enter @Nullable Object entered) {
            Tasks.executed(entered, task);
        }
    }

    static final class ConsumeInNoStory {
        private ConsumeInNoStory() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter() {
            return Tasks.consuming();
        }
    }

    static final class ReleaseWhenCancelled {
        private ReleaseWhenCancelled() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This ForkJoinTask<?> task) {
            Tasks.cancelled(task);
        }
    }
}
