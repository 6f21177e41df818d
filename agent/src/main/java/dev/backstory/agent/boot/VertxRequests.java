package dev.backstory.agent.boot;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the advice in Vert.x's HTTP servers calls. */
public final class VertxRequests {

    private static final String HANDLER = "io.vertx.core.Handler";
    private static final Call METHOD = new Call("method", 0);
    private static final Call HEADERS = new Call("headers", 0);
    private static final Call GET_ALL = new Call("getAll", String.class);
    private static final Call REMOTE = new Call("remoteAddress", 0);
    private static final Call ADDRESS = new Call("hostAddress", 0);
    private static final Call RESPONSE = new Call("response", 0);
    private static final Call PUT = new Call("putHeader", String.class, String.class);
    private static final Call STATUS = new Call("getStatusCode", 0);
    private static final Call ENDED = new Call("ended", 0);
    private static final Call CLOSED = new Call("closed", 0);

    private VertxRequests() {}

    /** What a server shall call for each request, in place of the application's handler, which it does not show from there. */
    public static @Nullable Object entering(@Nullable Object handler) {
        Class<?> type = handler == null || !Place.VERTX.isOn() ? null : Types.find(handler.getClass(), HANDLER);
        return type == null ? handler : StandIn.of(type, new Entry(Objects.requireNonNull(handler)));
    }

    /** A request or its answer shall tell a handler of what arrives, or goes, later. */
    public static @Nullable Object told(@Nullable Object handler) {
        return Place.VERTX.isOn() ? CarriedCallback.of(handler, HANDLER, Place.VERTX) : handler;
    }

    /** A router has found a route for a request, and may yet find a better one. */
    public static void routed(Object request, @Nullable String route) {
        ServedExchange served = route == null ? null : served(RESPONSE.on(request));
        if (served != null) {
            served.routed(Route.method(METHOD.text(request)), Objects.requireNonNull(route));
        }
    }

    /** The answer may be over now, or its connection. */
    public static void answered(Object response) {
        ServedExchange served = served(response);
        if (served == null) {
            return;
        }
        if (Boolean.TRUE.equals(ENDED.on(response))) {
            served.answering((int) Objects.requireNonNull(STATUS.on(response)));
            served.finished();
        } else if (Boolean.TRUE.equals(CLOSED.on(response))) {
            served.cancelled();
        }
    }

    static @Nullable ServedExchange served(@Nullable Object response) {
        return response != null && Attached.get(response) instanceof ServedExchange served ? served : null;
    }

    private static ServedExchange begin(Object request) {
        ServedExchange served = new ServedExchange();
        Object response = Objects.requireNonNull(RESPONSE.on(request));
        String method = Route.method(METHOD.text(request));
        Attached.set(response, served);
        served.begin(RequestRules.step(new Received(request), method, null), null);
        nameStory(response, served.correlationId());
        return served;
    }

    /** The request has begun, and goes on whatever happens here. */
    private static void nameStory(Object response, String story) {
        try {
            if (RequestRules.answerWithId()) {
                PUT.on(response, IncomingIds.CORRELATION, story);
            }
        } catch (Throwable failure) {
            Place.VERTX.failed(failure);
        }
    }

    /** Stands for the application's handler of requests. */
    private static final class Entry implements InvocationHandler {

        private final Object handler;

        Entry(Object handler) {
            this.handler = handler;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            ServedExchange served = enter(method, arguments);
            Throwable failure = null;
            try {
                return CarriedCallback.call(handler, method, arguments);
            } catch (Throwable thrown) {
                failure = thrown;
                throw thrown;
            } finally {
                leave(served, failure);
            }
        }

        private static @Nullable ServedExchange enter(Method method, @Nullable Object @Nullable [] arguments) {
            Object request = arguments == null || !method.getName().equals("handle") ? null : arguments[0];
            try {
                return request == null || !Place.VERTX.isOn() ? null : begin(request);
            } catch (Throwable failure) {
                Place.VERTX.failed(failure);
                return null;
            }
        }

        private static void leave(@Nullable ServedExchange served, @Nullable Throwable failure) {
            try {
                if (served != null && failure != null) {
                    served.failed(failure);
                }
                if (served != null) {
                    served.left(null);
                }
            } catch (Throwable ours) {
                Place.VERTX.failed(ours);
            }
        }
    }

    /** What came with a request, and from where. */
    private static final class Received implements IncomingIds.Headers {

        private final Object request;

        Received(Object request) {
            this.request = request;
        }

        @Override
        @SuppressWarnings("unchecked") // as the type of the headers has it
        public @Nullable Enumeration<String> all(String name) {
            List<String> values = (List<String>) GET_ALL.on(Objects.requireNonNull(HEADERS.on(request)), name);
            return values == null || values.isEmpty() ? null : Collections.enumeration(values);
        }

        @Override
        public @Nullable String peer() {
            Object remote = REMOTE.on(request);
            return remote == null ? null : ADDRESS.text(remote);
        }
    }
}
