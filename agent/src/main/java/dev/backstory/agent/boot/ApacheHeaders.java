package dev.backstory.agent.boot;

import dev.backstory.context.Carrier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The headers of a request of Apache's HTTP client, 4 or 5. */
final class ApacheHeaders implements Carrier {

    private static final Call ALL = new Call("getHeaders", String.class);
    private static final Call VALUE = new Call("getValue", 0);
    private static final Call SET = new Call("setHeader", 2);
    private static final Call REMOVE = new Call("removeHeaders", String.class);

    private final Object request;

    ApacheHeaders(Object request) {
        this.request = request;
    }

    /** Several values of one header mean the same as one with commas. */
    @Override
    public @Nullable String get(String key) {
        String joined = null;
        for (Object each : (Object[]) Objects.requireNonNull(ALL.on(request, key))) {
            String value = VALUE.text(each);
            joined = joined == null ? value : joined.concat(",").concat(String.valueOf(value));
        }
        return joined;
    }

    @Override
    public void set(String key, String value) {
        SET.on(request, key, value);
    }

    @Override
    public void remove(String key) {
        REMOVE.on(request, key);
    }
}
