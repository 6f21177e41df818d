package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the advice in Reactor Netty's HTTP client calls: a call is its subscriber's, whoever's event loop sends it. */
public final class ReactorNettyCalls {

    private static final Call RESOURCE = new Call("resourceUrl", 0);
    private static final Call HEADERS = new Call("requestHeaders", 0);

    private ReactorNettyCalls() {}

    /** A call was subscribed to, and begins to look for a connection. */
    public static void subscribed(Object handler) {
        if (Place.HTTPCLIENT.isOn()) {
            Attached.set(handler, Place.HTTPCLIENT.capture());
        }
    }

    /** It has one, and with it a request; a further one for each redirection. */
    public static void connected(Object handler, Object request) {
        Attached.set(request, Attached.get(handler));
    }

    /** The application is asked for its request, its body, or told of its progress; null when that was not seen. */
    public static @Nullable Scope enter(Object request) {
        return Attached.get(request) instanceof CausalContext subscriber ? subscriber.enter() : null;
    }

    /** The request's head is complete; it is sent next. */
    public static void sending(Object request) {
        String url = RESOURCE.text(request);
        if (url != null && Attached.get(request) instanceof CausalContext subscriber) {
            Object headers = Objects.requireNonNull(HEADERS.on(request));
            Transfers.toHost(Transfers.host(url), new NettyHeaders(headers), subscriber);
        }
    }
}
