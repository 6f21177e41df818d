package dev.backstory.agent.boot;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the advice in WebFlux calls. */
public final class WebFluxRequests {

    private static final Call NATIVE = new Call("getNativeRequest", 0);
    private static final Call METHOD = new Call("getMethod", 0);
    private static final Call HEADERS = new Call("getHeaders", 0);
    private static final Call REMOTE = new Call("getRemoteAddress", 0);
    private static final Call GET = new Call("get", 1);
    private static final Call SET = new Call("set", String.class, String.class);

    private WebFluxRequests() {}

    /** A server hands a request over. Null where that was a servlet container, through which it has entered already. */
    public static @Nullable Object enter(Object request, Object response) throws Throwable {
        if (!Place.WEBFLUX.isOn() || isServlets(ofServer(request))) {
            return null;
        }
        String method = Route.method(METHOD.text(request));
        WebFluxRequest begun =
                new WebFluxRequest(RequestRules.step(new Received(request), method, null), method, response);
        if (RequestRules.answerWithId()) {
            SET.on(headers(response), IncomingIds.CORRELATION, begun.correlationId());
        }
        return begun.enter();
    }

    /** The server's own object; null where a test has made the request up, which then throws. */
    private static @Nullable Object ofServer(Object request) {
        try {
            return NATIVE.on(request);
        } catch (IllegalStateException mock) {
            return null;
        }
    }

    private static boolean isServlets(@Nullable Object request) throws Throwable {
        ServletApi api = ServletApi.of(request);
        return api != null && request != null && Exchange.of(api, request) != null;
    }

    /** WebFlux has made the object by which filters and handlers know a request. */
    public static void exchanging(Object response, Object exchange) {
        if (Attached.get(response) instanceof WebFluxRequest request) {
            request.exchange(exchange);
        }
    }

    /** The stream is made that will answer, if it is subscribed to; returns the one for the server to subscribe to. */
    public static @Nullable Object exit(Object entered, @Nullable Object answering, @Nullable Throwable thrown) {
        return ((WebFluxRequest) entered).made(answering, thrown);
    }

    private static Object headers(Object message) {
        return Objects.requireNonNull(HEADERS.on(message));
    }

    /** What came with a request, and from where: as the server says, whatever headers of proxies WebFlux believes. */
    private static final class Received implements IncomingIds.Headers {

        private final Object request;

        Received(Object request) {
            this.request = request;
        }

        @Override
        @SuppressWarnings("unchecked") // as the type of the headers has it
        public @Nullable Enumeration<String> all(String name) {
            List<String> values = (List<String>) GET.on(headers(request), name);
            return values == null ? null : Collections.enumeration(values);
        }

        @Override
        public @Nullable String peer() {
            return REMOTE.on(request) instanceof InetSocketAddress peer ? Peers.numeric(peer) : null;
        }

        @Override
        public @Nullable String connection() {
            Object server = ofServer(request);
            return server == null ? null : ConnectionPeer.behindWhatWasRead(server, Place.WEBFLUX);
        }
    }
}
