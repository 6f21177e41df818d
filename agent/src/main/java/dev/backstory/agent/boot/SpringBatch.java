package dev.backstory.agent.boot;

import dev.backstory.context.Step;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the advice in Spring Batch's jobs calls. */
public final class SpringBatch {

    private static final Call NAME = new Call("getName", 0);
    private static final Call ID = new Call("getId", 0);
    private static final Call CREATED = new Call("getCreateTime", 0);
    private static final Call STATUS = new Call("getStatus", 0);
    private static final Call FAILURES = new Call("getAllFailureExceptions", 0);

    private SpringBatch() {}

    /** A job is executed for the first time or again, on its launcher's thread or one that its launcher has handed it to. */
    public static @Nullable Object executing(Object job, Object execution) {
        if (!Place.SPRINGBATCH.isOn()) {
            return null;
        }
        LocalDateTime created = (LocalDateTime) Objects.requireNonNull(CREATED.on(execution));
        long waited = Duration.between(created, LocalDateTime.now(ZoneId.systemDefault()))
                .toNanos();
        return OpenStep.start(Step.of(Step.JOB, String.valueOf(NAME.on(job)))
                .application(Thread.currentThread().getContextClassLoader())
                .waitedNanos(Math.max(0, waited))
                .attribute("execution", String.valueOf(ID.on(execution))));
    }

    /** It has ended, of whose failures its caller is not told. */
    public static void executed(@Nullable Object run, Object execution, @Nullable Throwable thrown) {
        if (run != null) {
            OpenStep open = (OpenStep) run;
            try {
                if (String.valueOf(STATUS.on(execution)).equals("FAILED")) {
                    List<?> failures = (List<?>) Objects.requireNonNull(FAILURES.on(execution));
                    open.step.fail(
                            failures.isEmpty()
                                    ? "FAILED"
                                    : failures.get(0).getClass().getName());
                }
            } finally {
                open.end(thrown);
            }
        }
    }
}
