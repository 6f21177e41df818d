package dev.backstory.opentelemetry;

import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;

/** Makes {@link CorrelationPropagator} known to OpenTelemetry's auto-configuration as {@code backstory}. */
public final class CorrelationPropagatorProvider implements ConfigurablePropagatorProvider {

    /** Called by {@link java.util.ServiceLoader}. */
    public CorrelationPropagatorProvider() {}

    @Override
    public TextMapPropagator getPropagator(ConfigProperties config) {
        return new CorrelationPropagator();
    }

    @Override
    public String getName() {
        return "backstory";
    }
}
