package dev.backstory.agent.boundary.timer;

import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.backstory.agent.boot.TimerRuns;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import java.util.Set;
import java.util.TimerTask;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A timer's task carries the context in which it was scheduled; of a repeated one each run is a story of its own. */
public final class TimerBoundary implements AgentBoundary {

    private static final Set<String> CLASSES =
            Set.of("java.util.TimerTask", "java.util.Timer", "java.util.TimerThread", "java.util.TaskQueue");

    @Override
    public String name() {
        return "timer";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader == null && CLASSES.contains(className);
    }

    @Override
    public List<Change> changes() {
        return List.of(
                Change.toCarryingJdkClass("java.util.TimerTask").advise(named("cancel"), ReleaseWhenCancelled.class),
                Change.toJdkClass("java.util.Timer").advise(named("sched"), CaptureWhenScheduled.class),
                Change.toJdkClass("java.util.TaskQueue").advise(named("clear"), ReleaseAll.class),
                Change.toJdkClass("java.util.TimerThread")
                        .advise(named("run"), EndWithTheThread.class)
                        .visit(TimerLoop.visitor()));
    }

    static final class CaptureWhenScheduled {
        private CaptureWhenScheduled() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.Argument(0) @Nullable TimerTask task, @Advice.Argument(2) long period) {
            return TimerRuns.scheduling(task, period);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Argument(0) TimerTask task,
                @Advice.Enter boolean noted,
                @Advice.Thrown @Nullable Throwable refused) {
            if (noted && refused != null) {
                TimerRuns.release(task);
            }
        }
    }

    static final class ReleaseWhenCancelled {
        private ReleaseWhenCancelled() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This TimerTask task) {
            TimerRuns.release(task);
        }
    }

    static final class ReleaseAll {
        private ReleaseAll() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.FieldValue("queue") @Nullable TimerTask[] queued) {
            TimerRuns.release(queued);
        }
    }

    static final class EndWithTheThread {
        private EndWithTheThread() {}

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Thrown @Nullable Throwable thrown) {
            TimerRuns.ended(thrown);
        }
    }
}
