package dev.backstory.benchmarks;

import com.alibaba.ttl.TransmittableThreadLocal;
import dev.backstory.context.Step;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;

/** Work that each of the agents has something to carry for: a step of ours, a span, and a value of TTL's. */
final class Story implements AutoCloseable {

    private static final TransmittableThreadLocal<String> TTL = new TransmittableThreadLocal<>();

    private final dev.backstory.context.Scope ours;
    private final Span span;
    private final io.opentelemetry.context.Scope theirs;

    @SuppressWarnings("MustBeClosedChecker") // close() does
    Story() {
        ours = Step.of(Step.REQUEST, "benchmark").start().context().activate();
        span = GlobalOpenTelemetry.getTracer("benchmark")
                .spanBuilder("benchmark")
                .startSpan();
        theirs = span.makeCurrent();
        TTL.set("benchmark");
    }

    @Override
    public void close() {
        TTL.remove();
        theirs.close();
        span.end();
        ours.close();
    }
}
