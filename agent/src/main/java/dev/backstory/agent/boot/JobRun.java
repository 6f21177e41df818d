package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/** One attempt to run a job, as a step that the calling thread is in. */
final class JobRun {

    private JobRun() {}

    /**
     * A job that was enqueued once goes on with the story; each run of a repeated one is a story of its own.
     *
     * @param queue null where its library has none
     */
    static OpenStep begin(
            String name,
            @Nullable String queue,
            CausalContext enqueued,
            boolean repeated,
            long waitedNanos,
            int attempt) {
        Step.Builder step = Step.of(Step.JOB, name)
                .application(Thread.currentThread().getContextClassLoader())
                .waitedNanos(waitedNanos)
                .attribute("attempt", Integer.toString(attempt));
        if (queue != null) {
            step.attribute("queue", queue);
        }
        if (repeated) {
            String by = enqueued.externalCause();
            step.from(CausalContext.NONE).scheduledBy(by == null ? enqueued.correlationId() : by);
        } else {
            step.from(enqueued);
        }
        return OpenStep.start(step);
    }
}
