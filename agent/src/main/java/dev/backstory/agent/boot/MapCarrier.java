package dev.backstory.agent.boot;

import dev.backstory.context.Carrier;
import dev.backstory.context.Propagator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map with our entries among others: a job's data, where their keys have a prefix, or the headers of a message. */
final class MapCarrier implements Carrier {

    /** As RabbitMQ's client gives out what was a string. */
    private static final String LONG_STRING = "com.rabbitmq.client.LongString";

    private static final String[] OURS = {Propagator.CORRELATION_ID, Propagator.CAUSATION_ID, Propagator.BAGGAGE};

    private final Map<Object, Object> entries;
    private final String prefix;

    /** The data that goes with a job, where the application has entries of its own. */
    static MapCarrier ofJob(Map<?, ?> data) {
        return new MapCarrier(data, "backstory.");
    }

    @SuppressWarnings("unchecked")
    MapCarrier(Map<?, ?> entries, String prefix) {
        this.entries = (Map<Object, Object>) entries;
        this.prefix = prefix;
    }

    @Override
    public @Nullable String get(String key) {
        Object value = entries.get(prefix.concat(key));
        if (value instanceof String text) {
            return text;
        }
        return value != null && Types.find(value.getClass(), LONG_STRING) != null ? value.toString() : null;
    }

    @Override
    public void set(String key, String value) {
        entries.put(prefix.concat(key), value);
    }

    @Override
    public void remove(String key) {
        entries.remove(prefix.concat(key));
    }

    /** Removes our entries, and returns them as they were. */
    Map<Object, Object> takeOut() {
        Map<Object, Object> ours = new HashMap<>();
        for (String each : OURS) {
            String key = prefix.concat(each);
            Object value = entries.remove(key);
            if (value != null) {
                ours.put(key, value);
            }
        }
        return ours;
    }
}
