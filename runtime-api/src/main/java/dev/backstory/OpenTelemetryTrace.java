package dev.backstory;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** The only class that refers to the OpenTelemetry API, which an application need not have. */
final class OpenTelemetryTrace {

    private OpenTelemetryTrace() {}

    /** The trace of the current span; null when there is none. */
    static @Nullable Trace current() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? new Trace(span.getTraceId(), span.getSpanId()) : null;
    }
}
