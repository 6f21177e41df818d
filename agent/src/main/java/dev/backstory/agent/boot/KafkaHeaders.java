package dev.backstory.agent.boot;

import dev.backstory.context.Carrier;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The headers of a Kafka record. A key may be there several times, and the last one counts, as Kafka has it. */
final class KafkaHeaders implements Carrier {

    private static final Call LAST = new Call("lastHeader", String.class);
    private static final Call VALUE = new Call("value", 0);
    private static final Call REMOVE = new Call("remove", String.class);
    private static final Call ADD = new Call("add", String.class, byte[].class);

    private final Object headers;

    KafkaHeaders(Object headers) {
        this.headers = headers;
    }

    @Override
    public @Nullable String get(String key) {
        Object last = LAST.on(headers, key);
        return last != null && VALUE.on(last) instanceof byte[] value
                ? new String(value, StandardCharsets.UTF_8)
                : null;
    }

    @Override
    public void set(String key, String value) {
        remove(key);
        ADD.on(headers, key, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void remove(String key) {
        REMOVE.on(headers, key);
    }
}
