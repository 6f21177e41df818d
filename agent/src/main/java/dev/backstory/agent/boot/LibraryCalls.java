package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the advice in libraries' HTTP clients calls. Each writes on the copy that the library has made for one hop, so that the
 * caller's own request stays as it is, and a redirection is judged by where it leads.
 */
public final class LibraryCalls {

    private static final Call AUTHORITY = new Call("getAuthority", 0);
    private static final Call TARGET = new Call("getTargetHost", 0);
    private static final Call HOST_NAME = new Call("getHostName", 0);
    private static final Call URL = new Call("url", 0);
    private static final Call HOST = new Call("host", 0);
    private static final String CALLBACK = "org.apache.hc.core5.concurrent.FutureCallback";

    private LibraryCalls() {}

    /** Apache's client 4 sends a request over that route. */
    public static void sending(Object route, Object request) {
        send(Objects.requireNonNull(TARGET.on(route)), request, CausalContext.currentWithActor());
    }

    /** Apache's client 5 sends a request. */
    public static void sending(Object request) {
        Object authority = AUTHORITY.on(request);
        if (authority != null) {
            send(authority, request, CausalContext.currentWithActor());
        }
    }

    /** Apache's asynchronous client sends a request, on whichever thread has got a connection. */
    public static void sendingLater(Object exchange, Object request) {
        Object authority = AUTHORITY.on(request);
        if (authority != null && Attached.get(exchange) instanceof CausalContext caller) {
            send(authority, request, caller);
        }
    }

    private static void send(Object host, Object request, CausalContext caller) {
        if (Place.HTTPCLIENT.isOn()) {
            Transfers.toHost(HOST_NAME.text(host), new ApacheHeaders(request), caller);
        }
    }

    /** An asynchronous exchange begins, or goes on to where it was redirected: what can cancel it stays the same. */
    public static void exchanging(Object exchange, Object cancellable) {
        if (Place.HTTPCLIENT.isOn()) {
            Object caller = Attached.get(cancellable);
            if (caller == null) {
                caller = Place.HTTPCLIENT.capture();
                Attached.set(cancellable, caller);
            }
            Attached.set(exchange, caller);
        }
    }

    /** The callback that an asynchronous client shall have, which is called in the caller's context. */
    public static @Nullable Object calledBack(@Nullable Object callback) {
        return Place.HTTPCLIENT.isOn() ? CarriedCallback.of(callback, CALLBACK, Place.HTTPCLIENT) : callback;
    }

    /** OkHttp writes a request; returns the one to write instead. */
    public static Object writing(Object request) {
        if (!Place.HTTPCLIENT.isOn()) {
            return request;
        }
        OkHttpHeaders headers = new OkHttpHeaders(request);
        Transfers.toHost(HOST.text(Objects.requireNonNull(URL.on(request))), headers, CausalContext.currentWithActor());
        return headers.request();
    }

    /** A call is put into OkHttp's own queue, out of which whoever ends another call may take it. */
    public static void enqueued(Object call) {
        Attached.set(call, Place.HTTPCLIENT.capture());
    }

    /** It runs, and so does its callback; null when that was not seen. */
    public static @Nullable Object running(Object call) {
        return Attached.get(call) instanceof CausalContext caller ? caller.activate() : null;
    }

    /** OkHttp looks after its connections, for longer than whoever needs one now. */
    public static @Nullable Object hidingCaller() {
        return Place.HTTPCLIENT.isOn() ? CausalContext.NONE.activate() : null;
    }

    /** It has run. */
    public static void ran(@Nullable Object scope) {
        if (scope != null) {
            ((Scope) scope).close();
        }
    }
}
