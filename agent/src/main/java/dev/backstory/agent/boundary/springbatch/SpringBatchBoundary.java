package dev.backstory.agent.boundary.springbatch;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.SpringBatch;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Spring Batch 5 and 6: each execution of a job is a step in the story of who launched it. What its steps hand to other threads is carried
 * as any other work.
 */
public final class SpringBatchBoundary implements AgentBoundary {

    private static final String JOB = "org.springframework.batch.core.job.AbstractJob";

    @Override
    public String name() {
        return "springbatch";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null && className.equals(JOB);
    }

    @Override
    public List<Change> changes() {
        return List.of(Change.toLibraryClass(JOB).advise(named("execute").and(takesArguments(1)), RunAsStep.class));
    }

    static final class RunAsStep {

        private RunAsStep() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.This Object job, @Advice.Argument(0) Object execution) {
            return SpringBatch.executing(job, execution);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object run,
                @Advice.Argument(0) Object execution,
                @Advice.Thrown @Nullable Throwable thrown) {
            SpringBatch.executed(run, execution, thrown);
        }
    }
}
