package dev.backstory.agent.boot;

import dev.backstory.context.ActorSource;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the advice in the JDK's own HTTP server calls, whose module is not visible from the bootstrap loader. */
public final class ServedExchanges {

    private static final Call CONTEXT = new Call("getHttpContext", 0);
    private static final Call PATH = new Call("getPath", 0);
    private static final Call METHOD = new Call("getRequestMethod", 0);
    private static final Call RECEIVED = new Call("getRequestHeaders", 0);
    private static final Call ANSWERED = new Call("getResponseHeaders", 0);
    private static final Call REMOTE = new Call("getRemoteAddress", 0);

    private ServedExchanges() {}

    /** The server has made the object by which handlers know a request, around the one by which it does itself. */
    public static void made(Object exchange, Object inner) {
        if (Place.HTTPSERVER.isOn()) {
            ServedExchange served = new ServedExchange();
            Attached.set(exchange, served);
            Attached.set(inner, served);
        }
    }

    /** The next filter, or the handler, is called. Null unless the request enters here. */
    public static @Nullable Object enter(Object exchange) {
        if (!(Attached.get(exchange) instanceof ServedExchange served) || served.hasBegun()) {
            return null;
        }
        String method = Route.method(METHOD.text(exchange));
        String route = PATH.text(Objects.requireNonNull(CONTEXT.on(exchange)));
        served.begin(
                RequestRules.step(new Received(exchange), method, route),
                RequestRules.nameActor() ? new LoggedInAt(exchange) : null);
        if (RequestRules.answerWithId()) {
            headers(ANSWERED, exchange).put(IncomingIds.CORRELATION, list(served.correlationId()));
        }
        return served;
    }

    /** That call has returned, or thrown. */
    public static void exit(Object entered, @Nullable Throwable thrown) {
        ((ServedExchange) entered).left(thrown);
    }

    /** The head of the answer is about to be sent. */
    public static void answering(Object inner, int status) {
        if (Attached.get(inner) instanceof ServedExchange served) {
            served.answering(status);
        }
    }

    /** The answer is complete, or will never be. */
    public static void finished(Object inner) {
        if (Attached.get(inner) instanceof ServedExchange served) {
            served.finished();
        }
    }

    @SuppressWarnings("unchecked") // as the type of the headers has it
    private static Map<String, List<String>> headers(Call which, Object exchange) {
        return (Map<String, List<String>>) Objects.requireNonNull(which.on(exchange));
    }

    private static List<String> list(String value) {
        List<String> one = new ArrayList<>(1);
        one.add(value);
        return one;
    }

    /** The headers of a request. */
    private static final class Received implements IncomingIds.Headers {

        private final Object exchange;

        Received(Object exchange) {
            this.exchange = exchange;
        }

        @Override
        public @Nullable Enumeration<String> all(String name) {
            List<String> values = headers(RECEIVED, exchange).get(name);
            return values == null ? null : Collections.enumeration(values);
        }

        @Override
        public @Nullable String peer() {
            return REMOTE.on(exchange) instanceof InetSocketAddress peer ? Peers.numeric(peer) : null;
        }
    }

    /** Whom an authenticator of the server has let in, while the handler is at it. */
    private static final class LoggedInAt extends ActorSource {

        private static final Call PRINCIPAL = new Call("getPrincipal", 0);
        private static final Call USER = new Call("getUsername", 0);

        private final Object exchange;

        LoggedInAt(Object exchange) {
            this.exchange = exchange;
        }

        @Override
        protected @Nullable String actor() {
            Object principal = PRINCIPAL.on(exchange);
            return principal == null ? null : LoggedIn.name(USER.text(principal));
        }
    }
}
