package dev.backstory.agent.boot;

import dev.backstory.context.Carrier;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The headers of a request of OkHttp, which is never changed: each change makes another. */
final class OkHttpHeaders implements Carrier {

    private static final Call ALL = new Call("headers", String.class);
    private static final Call BUILDER = new Call("newBuilder", 0);
    private static final Call SET = new Call("header", String.class, String.class);
    private static final Call REMOVE = new Call("removeHeader", String.class);
    private static final Call BUILD = new Call("build", 0);

    private Object request;

    OkHttpHeaders(Object request) {
        this.request = request;
    }

    /** The request with what was set. */
    Object request() {
        return request;
    }

    /** Several values of one header mean the same as one with commas. */
    @Override
    public @Nullable String get(String key) {
        List<?> values = (List<?>) Objects.requireNonNull(ALL.on(request, key));
        StringBuilder joined = new StringBuilder();
        for (Object each : values) {
            joined.append(joined.length() == 0 ? "" : ",").append(each);
        }
        return values.isEmpty() ? null : joined.toString();
    }

    @Override
    public void set(String key, String value) {
        change(SET, key, value);
    }

    @Override
    public void remove(String key) {
        if (get(key) != null) {
            change(REMOVE, key);
        }
    }

    private void change(Call call, Object... arguments) {
        Object builder = Objects.requireNonNull(BUILDER.on(request));
        call.on(builder, arguments);
        request = Objects.requireNonNull(BUILD.on(builder));
    }
}
