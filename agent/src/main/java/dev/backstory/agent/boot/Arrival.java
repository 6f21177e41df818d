package dev.backstory.agent.boot;

import dev.backstory.context.Carrier;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a broker tells of a message that has arrived, whichever broker it is; its delivery's step is made of it. */
final class Arrival {

    /** So many stories are named that a batch joins. */
    private static final int MOST_JOINED = 100;

    final Place place;
    /** The context of whoever sent it; NONE when it does not say. */
    final CausalContext sender;

    final Step.Builder step;
    private final String destination;

    private Arrival(Place place, CausalContext sender, String destination) {
        this.place = place;
        this.sender = sender;
        this.destination = destination;
        this.step = Step.of(Step.MESSAGE, destination)
                .from(sender)
                .application(Thread.currentThread().getContextClassLoader())
                .attribute("destination", destination);
    }

    Arrival(Place place, String destination, Carrier headers) {
        this(place, Transfers.PROPAGATOR.extract(headers), destination);
        String traceparent = headers.get("traceparent");
        step.traceId(traceparent == null ? null : HeaderValues.traceId(traceparent));
    }

    /**
     * Messages that a listener is called with all at once. Where they are all of one story, so is what it does; else it is a story of
     * its own, which names those that it joins.
     */
    static Arrival together(List<Arrival> messages) {
        Arrival first = messages.get(0);
        if (messages.size() == 1) {
            return first;
        }
        Set<String> stories = new LinkedHashSet<>();
        Set<String> destinations = new LinkedHashSet<>();
        boolean foreign = false;
        for (Arrival each : messages) {
            String story = each.sender.correlationId();
            foreign |= story == null;
            if (story != null && stories.size() < MOST_JOINED) {
                stories.add(story);
            }
            destinations.add(each.destination);
        }
        Arrival batch = new Arrival(first.place, CausalContext.NONE, String.join(", ", destinations));
        batch.with("messages", messages.size());
        if (stories.size() == 1 && !foreign) {
            batch.step.correlationId(first.sender.correlationId());
        } else if (!stories.isEmpty()) {
            batch.with("joins", String.join(" ", stories));
        }
        return batch;
    }

    /** Says something more about it, where that is known. */
    Arrival with(String key, @Nullable Object value) {
        if (value != null) {
            step.attribute(key, value.toString());
        }
        return this;
    }

    /** When it was sent, in milliseconds since 1970 UTC; nothing, or zero, where that is not known. */
    Arrival sentAt(@Nullable Object millis) {
        if (millis instanceof Long sent && sent > 0) {
            step.waitedNanos(TimeUnit.MILLISECONDS.toNanos(Math.max(0, System.currentTimeMillis() - sent)));
        }
        return this;
    }
}
