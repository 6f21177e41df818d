package dev.backstory.agent.boot;

import dev.backstory.context.Carrier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map of a job's data with our entries under reserved keys. */
final class DataCarrier implements Carrier {

    static final String PREFIX = "backstory.";

    private final Map<Object, Object> data;

    @SuppressWarnings("unchecked")
    DataCarrier(Map<?, ?> data) {
        this.data = (Map<Object, Object>) data;
    }

    @Override
    public @Nullable String get(String key) {
        Object value = data.get(PREFIX.concat(key));
        return value instanceof String text ? text : null;
    }

    @Override
    public void set(String key, String value) {
        data.put(PREFIX.concat(key), value);
    }

    @Override
    public void remove(String key) {
        data.remove(PREFIX.concat(key));
    }
}
