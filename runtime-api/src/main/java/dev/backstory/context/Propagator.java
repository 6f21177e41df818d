package dev.backstory.context;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a context into another process: {@link #inject} where the work leaves, {@link #extract} where it arrives, over a
 * {@link Carrier}. One for all kinds of carriers, so that whatever carries the work, the far side finds the same keys.
 *
 * <p>What the application itself has put under {@link #CORRELATION_ID} stays, and then nothing is added: its author means
 * another story.
 */
public final class Propagator {

    /** The key of the story's id. */
    public static final String CORRELATION_ID = "X-Correlation-ID";
    /** The key of the id of what led to the work. */
    public static final String CAUSATION_ID = "X-Causation-ID";
    /** The key of W3C baggage, in which {@code correlation.id} and the metadata that may travel stand. */
    public static final String BAGGAGE = "baggage";

    private static final int LONGEST_ID = 128;
    private static final Set<String> STORY = Collections.singleton(Baggage.CORRELATION);
    private static final String ACTOR = "actor";
    private static final String INITIATED_BY = "initiatedBy";

    private final Set<String> travelling;
    private final Set<String> members;

    private Propagator(Set<String> travelling) {
        this.travelling = travelling;
        this.members = new HashSet<>(travelling);
        this.members.add(Baggage.CORRELATION);
    }

    /** A propagator that takes the metadata of those keys along, and no other. */
    public static Propagator withMetadata(Set<String> keys) {
        return new Propagator(Collections.unmodifiableSet(new HashSet<>(keys)));
    }

    /** The metadata keys that a setting names, separated by commas. */
    public static Propagator parse(@Nullable String keys) {
        Set<String> named = new HashSet<>();
        if (keys != null) {
            for (String each : keys.split(",", -1)) {
                if (!each.trim().isEmpty()) {
                    named.add(each.trim());
                }
            }
        }
        return withMetadata(named);
    }

    /** Whether the text can be a correlation or causation id: {@code [A-Za-z0-9][A-Za-z0-9._~:+=@-]{0,127}}. */
    public static boolean isId(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > LONGEST_ID || !isAlphanumeric(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && "._~:+=@-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /**
     * Writes the context's ids. The step that the work leaves is recorded, so that the far side names something that can be
     * found. Without a story nothing is added, and a {@code correlation.id} that somebody else left in the baggage is removed.
     *
     * @return whether the ids are on the carrier
     */
    public boolean inject(CausalContext context, Carrier carrier) {
        String correlation = context.correlationId();
        if (!mayWrite(correlation, carrier)) {
            return false;
        }
        if (correlation == null || !isId(correlation)) {
            if (!isOurs(carrier)) {
                writeBaggage(carrier, Collections.emptyMap());
            }
            return false;
        }
        carrier.set(CORRELATION_ID, correlation);
        String cause = causeFor(context);
        if (cause != null && isId(cause)) {
            carrier.set(CAUSATION_ID, cause);
        } else {
            carrier.remove(CAUSATION_ID);
        }
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put(Baggage.CORRELATION, correlation);
        for (Map.Entry<String, String> each : context.metadata().entrySet()) {
            if (travelling.contains(each.getKey())) {
                ours.put(each.getKey(), each.getValue());
            }
        }
        writeBaggage(carrier, ours);
        return true;
    }

    /** Takes our entries off the carrier: it goes to somebody who shall not see them. */
    public void withdraw(Carrier carrier) {
        if (isOurs(carrier)) {
            carrier.remove(CORRELATION_ID);
            carrier.remove(CAUSATION_ID);
            writeBaggage(carrier, Collections.emptyMap());
        }
    }

    /** Nobody else writes a causation id, or the story's id in both places. */
    private static boolean isOurs(Carrier carrier) {
        if (carrier.get(CAUSATION_ID) != null) {
            return true;
        }
        String correlation = carrier.get(CORRELATION_ID);
        return correlation != null
                && correlation.equals(Baggage.read(carrier.get(BAGGAGE), STORY).get(Baggage.CORRELATION));
    }

    private static boolean mayWrite(@Nullable String correlation, Carrier carrier) {
        String there = carrier.get(CORRELATION_ID);
        return there == null || there.equals(correlation) || isOurs(carrier);
    }

    private void writeBaggage(Carrier carrier, Map<String, String> ours) {
        String others = carrier.get(BAGGAGE);
        String baggage = Baggage.write(others, ours, members);
        if (baggage != null) {
            carrier.set(BAGGAGE, baggage);
        } else if (others != null) {
            carrier.remove(BAGGAGE);
        }
    }

    private static @Nullable String causeFor(CausalContext context) {
        String handled = context.handledEventId();
        if (handled != null) {
            return handled;
        }
        Step step = context.step();
        return step == null ? context.externalCause() : step.leave();
    }

    /**
     * Reads what the work brought: the context from which to start its step ({@link Step.Builder#from}), which joins the
     * story and remembers the cause; {@link CausalContext#NONE} when it brought no id that can be one. Whoever calls this
     * believes the sender. An {@code actor} that travelled is not who acts here: it is kept as {@code initiatedBy}.
     */
    public CausalContext extract(Carrier carrier) {
        Map<String, String> baggage = Baggage.read(carrier.get(BAGGAGE), members);
        String correlation = carrier.get(CORRELATION_ID);
        if (!isId(correlation)) {
            correlation = baggage.get(Baggage.CORRELATION);
        }
        if (correlation == null || !isId(correlation)) {
            return CausalContext.NONE;
        }
        String cause = carrier.get(CAUSATION_ID);
        String valid = cause != null && isId(cause) ? cause : null;
        return CausalContext.received(correlation, valid, metadata(baggage));
    }

    /** Reads from a believed sender's baggage the metadata that may travel, and no ids. */
    public CausalContext extractMetadata(@Nullable String baggage) {
        CausalContext context = CausalContext.NONE;
        for (Map.Entry<String, String> each :
                metadata(Baggage.read(baggage, travelling)).entrySet()) {
            context = context.with(each.getKey(), each.getValue());
        }
        return context;
    }

    private Map<String, String> metadata(Map<String, String> baggage) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : baggage.entrySet()) {
            if (travelling.contains(each.getKey())) {
                metadata.put(each.getKey().equals(ACTOR) ? INITIATED_BY : each.getKey(), each.getValue());
            }
        }
        return metadata;
    }
}
