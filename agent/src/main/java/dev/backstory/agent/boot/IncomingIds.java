package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Which of the ids that a request brings are believed: nobody on the internet may write into another's story. */
public final class IncomingIds {

    /** For {@code backstory.incoming}: believes the peers in {@code backstory.incoming.from}. */
    public static final String TRUSTED = "trusted";
    /** For {@code backstory.incoming}: believes everybody. */
    public static final String ALL = "all";
    /** For {@code backstory.incoming}: believes nobody. */
    public static final String NONE = "none";

    static final String CORRELATION = "X-Correlation-ID";
    private static final String REQUEST = "X-Request-ID";
    private static final String CAUSATION = "X-Causation-ID";
    private static final String BAGGAGE = "baggage";
    private static final String[] FORWARDING = {"Forwarded", "X-Forwarded-For"};
    private static final String TRACEPARENT = "traceparent";

    private final String mode;
    private final Peers trusted;
    private final AtomicLong ignored = new AtomicLong();

    public IncomingIds(String mode, Peers trusted) {
        this.mode = mode;
        this.trusted = trusted;
    }

    Read read(Headers headers) {
        String id = single(headers, CORRELATION);
        if (id == null) {
            id = fromBaggage(headers);
        }
        if (id == null) {
            id = single(headers, REQUEST);
        }
        String cause = single(headers, CAUSATION);
        String traceparent = only(headers, TRACEPARENT);
        String traceId = traceparent == null ? null : HeaderValues.traceId(traceparent);
        String baggage = only(headers, BAGGAGE);
        boolean believed = (id != null || cause != null || baggage != null) && isTrusted(headers);
        return new Read(
                believed ? id : null,
                believed ? null : id,
                believed ? cause : null,
                traceId,
                believed ? Transfers.PROPAGATOR.extractMetadata(baggage) : CausalContext.NONE);
    }

    private boolean isTrusted(Headers headers) {
        if (!mode.equals(TRUSTED)) {
            return mode.equals(ALL);
        }
        if (!trusted.contain(headers.peer())) {
            return false;
        }
        String connection = headers.connection();
        return connection == null || (trusted.contain(connection) && namesOnlyTrusted(headers));
    }

    /** The client writes what it likes into a forwarding header, and each proxy behind it adds whom it was called by. */
    private boolean namesOnlyTrusted(Headers headers) {
        for (String name : FORWARDING) {
            Enumeration<String> values = headers.all(name);
            while (values != null && values.hasMoreElements()) {
                for (String address : HeaderValues.forwardedFor(name, values.nextElement())) {
                    if (!trusted.contain(address)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private @Nullable String single(Headers headers, String name) {
        String value = only(headers, name);
        return value == null ? null : valid(value);
    }

    private @Nullable String fromBaggage(Headers headers) {
        Enumeration<String> values = headers.all(BAGGAGE);
        String found = null;
        while (values != null && values.hasMoreElements()) {
            String here = HeaderValues.correlationOf(values.nextElement());
            if (here != null && found != null) {
                ignored.incrementAndGet();
                return null;
            }
            found = here != null ? here : found;
        }
        return found == null ? null : valid(found);
    }

    private @Nullable String valid(String value) {
        if (HeaderValues.isId(value)) {
            return value;
        }
        ignored.incrementAndGet();
        return null;
    }

    /** A header that came twice says nothing: a proxy and an attacker may each have written one. */
    private @Nullable String only(Headers headers, String name) {
        Enumeration<String> values = headers.all(name);
        if (values == null || !values.hasMoreElements()) {
            return null;
        }
        String value = values.nextElement();
        if (values.hasMoreElements()) {
            ignored.incrementAndGet();
            return null;
        }
        return value;
    }

    /** How many values were ignored because they were malformed, too long or given twice. */
    long ignored() {
        return ignored.get();
    }

    /** A request, as far as ids go. */
    interface Headers {

        @Nullable
        Enumeration<String> all(String name);

        /** The address that the server reports. */
        @Nullable
        String peer();

        /** The connection's own, where the server reports one that it has read from a header; null where it does not. */
        default @Nullable String connection() {
            return null;
        }
    }

    /**
     * What was found.
     *
     * @param correlationId of a believed peer
     * @param claimed the correlation id that a peer claimed who is not believed
     * @param cause the causation id of a believed peer
     * @param traceId the W3C trace id
     * @param metadata of a believed peer, as far as it may travel
     */
    record Read(
            @Nullable String correlationId,
            @Nullable String claimed,
            @Nullable String cause,
            @Nullable String traceId,
            CausalContext metadata) {}
}
