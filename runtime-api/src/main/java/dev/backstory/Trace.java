package dev.backstory;

import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/** The W3C trace that an event belongs to. */
record Trace(@Nullable String traceId, @Nullable String spanId) {

    private static final Trace NONE = new Trace(null, null);

    private static final boolean OPENTELEMETRY = isPresent("io.opentelemetry.api.trace.Span");

    static Trace current(@Nullable Step step) {
        Trace span = OPENTELEMETRY ? OpenTelemetryTrace.current() : null;
        if (span != null) {
            return span;
        }
        String traceId = step == null ? null : step.traceId();
        return traceId == null ? NONE : new Trace(traceId, null);
    }

    static boolean isPresent(String className) {
        try {
            Class.forName(className, false, Trace.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
