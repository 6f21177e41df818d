package dev.backstory.agent.boundary.scheduled;

import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.backstory.agent.boot.PeriodicRun;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** One-shot tasks carry as the future tasks that they are; each run of a periodic one is a story of its own. */
public final class ScheduledBoundary implements AgentBoundary {

    private static final Set<String> CLASSES = Set.of("java.util.concurrent.FutureTask");

    @Override
    public String name() {
        return "scheduled";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader == null && CLASSES.contains(className);
    }

    @Override
    public List<Change> changes() {
        return List.of(Change.toJdkClass("java.util.concurrent.FutureTask")
                .advise(named("runAndReset"), BeginStoryAroundRun.class));
    }

    static final class BeginStoryAroundRun {
        private BeginStoryAroundRun() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable PeriodicRun enter(@Advice.This FutureTask<?> task) {
            return PeriodicRun.begin(task);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable PeriodicRun run,
                @Advice.Return boolean runsAgain,
                @Advice.FieldValue("outcome") @Nullable Object outcome) {
            PeriodicRun.end(run, runsAgain, outcome);
        }
    }
}
