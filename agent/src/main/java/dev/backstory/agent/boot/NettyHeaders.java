package dev.backstory.agent.boot;

import dev.backstory.context.Carrier;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The headers of a message of Netty's. */
class NettyHeaders implements Carrier {

    private static final Call ALL = new Call("getAll", String.class);
    private static final Call SET = new Call("set", String.class, Object.class);
    private static final Call REMOVE = new Call("remove", String.class);

    private final Object headers;

    NettyHeaders(Object headers) {
        this.headers = headers;
    }

    /** Several values of one header mean the same as one with commas. */
    @Override
    @SuppressWarnings("unchecked") // as Netty declares it
    public @Nullable String get(String key) {
        List<String> values = (List<String>) Objects.requireNonNull(ALL.on(headers, key));
        return values.isEmpty() ? null : String.join(",", values);
    }

    @Override
    public void set(String key, String value) {
        SET.on(headers, key, value);
    }

    @Override
    public void remove(String key) {
        REMOVE.on(headers, key);
    }
}
