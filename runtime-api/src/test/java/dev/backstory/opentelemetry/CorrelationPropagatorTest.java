package dev.backstory.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CorrelationPropagatorTest {

    private final CorrelationPropagator propagator = new CorrelationPropagator();
    private final Map<String, String> headers = new HashMap<>();

    @Test
    void a_service_without_our_agent_hands_on_what_it_received() {
        headers.put("X-Correlation-ID", "story-1");
        headers.put("X-Causation-ID", "step-1");
        Context received = propagator.extract(Context.root(), headers, new FromMap());
        Map<String, String> onward = new HashMap<>();

        propagator.inject(received, onward, (map, key, value) -> onward.put(key, value));

        assertThat(onward).isEqualTo(headers);
        Step step = Step.of(Step.REQUEST, "GET /")
                .from(CorrelationPropagator.received(received))
                .start();
        assertThat(step.correlationId()).isEqualTo("story-1");
        assertThat(step.externalCause()).isEqualTo("step-1");
    }

    @Test
    void what_the_thread_is_in_comes_first() {
        Context received = propagator.extract(Context.root(), Map.of("X-Correlation-ID", "old"), new FromMap());
        Step step = Step.of(Step.JOB, "Charge").from(CausalContext.NONE).start();
        try (Scope scope = step.context().activate()) {
            propagator.inject(received, headers, (map, key, value) -> headers.put(key, value));
        }
        assertThat(headers).containsEntry("X-Correlation-ID", step.correlationId());
    }

    @Test
    void what_is_not_there_or_cannot_be_an_id_changes_nothing() {
        assertThat(propagator.extract(Context.root(), Map.of("X-Correlation-ID", "a b"), new FromMap()))
                .isSameAs(Context.root());
        propagator.inject(Context.root(), headers, (map, key, value) -> headers.put(key, value));
        assertThat(headers).isEmpty();
    }

    @Test
    void opentelemetrys_auto_configuration_finds_it_by_its_name() {
        Map<String, String> settings = Map.of(
                "otel.propagators", "tracecontext,baggage,backstory",
                "otel.traces.exporter", "none",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none");
        try (OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> settings)
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk()) {
            TextMapPropagator configured = sdk.getPropagators().getTextMapPropagator();
            headers.put("X-Correlation-ID", "story-1");
            headers.put("baggage", "theirs=1");
            Map<String, String> onward = new HashMap<>();

            Context received = configured.extract(Context.root(), headers, new FromMap());
            configured.inject(received, onward, (map, key, value) -> onward.put(key, value));

            assertThat(onward).containsEntry("X-Correlation-ID", "story-1").containsEntry("baggage", "theirs=1");
        }
    }

    private static final class FromMap implements TextMapGetter<Map<String, String>> {

        @Override
        @SuppressWarnings("deprecation") // abstract all the same
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }
}
