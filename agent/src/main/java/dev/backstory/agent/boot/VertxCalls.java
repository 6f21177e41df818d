package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the advice in Vert.x's HTTP client calls: a call is of the story of whoever sends its head, whichever event loop answers. */
public final class VertxCalls {

    private static final String HANDLER = "io.vertx.core.Handler";
    private static final Call URL = new Call("absoluteURI", 0);
    private static final Call URI = new Call("getURI", 0);
    private static final Call HEADERS = new Call("headers", 0);

    private VertxCalls() {}

    /** A request for a connection is told its host, and may be given the name of another one later. */
    public static void named(Object request) {
        String host = host(origin(request));
        if (host != null && Place.HTTPCLIENT.isOn() && Attached.get(request) == null) {
            Attached.set(request, host);
        }
    }

    /** A part of a request is about to be sent; with the first one goes its head, to that connection. */
    public static void sending(Object request) {
        Object known = Attached.get(request);
        if (known instanceof CausalContext || !Place.HTTPCLIENT.isOn()) {
            return;
        }
        CausalContext caller = Place.HTTPCLIENT.capture();
        Attached.set(request, caller);
        NettyHeaders headers = new VertxHeaders(Objects.requireNonNull(HEADERS.on(request)));
        Transfers.toHost((String) known, headers, caller);
        Transfers.redirected(addressed(request), headers);
    }

    /** Its address without what it asks for, which is an address itself where it asks a proxy. */
    private static @Nullable String origin(Object request) {
        String url = URL.text(request);
        String uri = URI.text(request);
        return url == null || uri == null || !url.endsWith(uri) ? null : url.substring(0, url.length() - uri.length());
    }

    /** The host that it names, to a proxy in what it asks for. */
    private static @Nullable String addressed(Object request) {
        String uri = URI.text(request);
        return host(uri == null || uri.isEmpty() || uri.startsWith("/") ? URL.text(request) : uri);
    }

    /** Where a request does not know its host, its address names one that is called null. */
    private static @Nullable String host(@Nullable String url) {
        String host = Transfers.host(url);
        return "null".equals(host) ? null : host;
    }

    /** Its answer has come, or a redirection that it follows; null where it was not seen to be sent. */
    public static @Nullable Scope answered(Object request) {
        return Attached.get(request) instanceof CausalContext caller ? caller.enter() : null;
    }

    /** A request or its answer shall tell a handler of what arrives later. */
    public static @Nullable Object told(@Nullable Object handler) {
        return Place.HTTPCLIENT.isOn() ? CarriedCallback.of(handler, HANDLER, Place.HTTPCLIENT) : handler;
    }
}
