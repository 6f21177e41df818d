package dev.backstory;

import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/** The W3C trace that an event belongs to. */
record Trace(@Nullable String traceId, @Nullable String spanId) {

    private static final Trace NONE = new Trace(null, null);

    static Trace current(@Nullable Step step) {
        String traceId = step == null ? null : step.traceId();
        return traceId == null ? NONE : new Trace(traceId, null);
    }
}
