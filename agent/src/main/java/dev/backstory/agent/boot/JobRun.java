package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/** One attempt to run a job, as a step that the calling thread is in. */
final class JobRun {

    private final Step step;
    private final Scope scope;

    private JobRun(Step step) {
        this.step = step;
        this.scope = step.context().activate();
    }

    /** A job that was enqueued once goes on with the story; each run of a repeated one is a story of its own. */
    static JobRun begin(String name, CausalContext enqueued, boolean repeated, long waitedNanos, int attempt) {
        Step.Builder step = Step.of(Step.JOB, name)
                .application(Thread.currentThread().getContextClassLoader())
                .waitedNanos(waitedNanos)
                .attribute("attempt", Integer.toString(attempt));
        if (repeated) {
            String by = enqueued.externalCause();
            step.from(CausalContext.NONE).scheduledBy(by == null ? enqueued.correlationId() : by);
        } else {
            step.from(enqueued);
        }
        return new JobRun(step.start());
    }

    void end(@Nullable Throwable thrown) {
        scope.close();
        if (thrown != null) {
            step.fail(thrown);
        }
        step.end();
    }
}
