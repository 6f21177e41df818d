package dev.backstory.opentelemetry;

import dev.backstory.context.Carrier;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Propagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the ids of a story along wherever OpenTelemetry takes a trace, so that a service without our agent hands on what it
 * received. With the SDK's auto-configuration: {@code otel.propagators=tracecontext,baggage,backstory}. By hand:
 *
 * <pre>{@code
 * TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(), new CorrelationPropagator())
 * }</pre>
 *
 * <p>What the calling thread's own context says comes first. W3C baggage is left to OpenTelemetry, and metadata with it.
 */
public final class CorrelationPropagator implements TextMapPropagator {

    private static final ContextKey<CausalContext> RECEIVED = ContextKey.named("backstory");
    private static final List<String> FIELDS = List.of(Propagator.CORRELATION_ID, Propagator.CAUSATION_ID);

    private final Propagator propagator = Propagator.withMetadata(Set.of());

    /** A propagator; it has no state. */
    public CorrelationPropagator() {}

    /**
     * What was received with the given context: from where to start a step ({@link
     * dev.backstory.context.Step.Builder#from}); {@link CausalContext#NONE} when nothing was.
     */
    public static CausalContext received(Context context) {
        CausalContext received = context.get(RECEIVED);
        return received == null ? CausalContext.NONE : received;
    }

    @Override
    public Collection<String> fields() {
        return FIELDS;
    }

    @Override
    public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
        CausalContext here = CausalContext.current();
        CausalContext sent = here.correlationId() != null ? here : received(context);
        if (sent.correlationId() != null) {
            propagator.inject(sent, new Written<>(carrier, setter));
        }
    }

    @Override
    public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
        CausalContext received = propagator.extract(new Read<>(carrier, getter));
        return received.isNone() ? context : context.with(RECEIVED, received);
    }

    private record Written<C>(@Nullable C carrier, TextMapSetter<C> setter) implements Carrier {

        /** OpenTelemetry's setters cannot tell what is there. */
        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public void set(String key, String value) {
            if (FIELDS.contains(key)) {
                setter.set(carrier, key, value);
            }
        }

        @Override
        public void remove(String key) {}
    }

    private record Read<C>(@Nullable C carrier, TextMapGetter<C> getter) implements Carrier {

        @Override
        public @Nullable String get(String key) {
            return getter.get(carrier, key);
        }

        @Override
        public void set(String key, String value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String key) {
            throw new UnsupportedOperationException();
        }
    }
}
