package dev.backstory.store.postgres;

import dev.backstory.context.Step;
import dev.backstory.store.StepProtection;
import java.util.concurrent.atomic.AtomicLong;

/** Observes steps for this process: numbers what is known of them, and takes out what may not be stored. */
final class StepRows {

    private final AtomicLong sequence = new AtomicLong();
    private volatile StepProtection protection = StepProtection.NONE;

    void protect(StepProtection by) {
        this.protection = by;
    }

    /** Whether an observation may have to ask for keys first. */
    boolean asksForKeys() {
        return protection.asks();
    }

    StepRow of(Step step, boolean mayAsk) {
        // First the number: what is known at a later one is never less.
        long number = sequence.incrementAndGet();
        return StepRow.of(step, number, protection.attributes(step, mayAsk));
    }
}
