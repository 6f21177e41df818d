package dev.backstory.agent.boot;

import dev.backstory.context.Carrier;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a broker tells of a message that has arrived, whichever broker it is; its delivery's step is made of it. */
final class Arrival {

    final Place place;
    /** The context of whoever sent it; NONE when it does not say. */
    final CausalContext sender;

    final Step.Builder step;

    Arrival(Place place, String destination, Carrier headers) {
        String traceparent = headers.get("traceparent");
        this.place = place;
        this.sender = Transfers.PROPAGATOR.extract(headers);
        this.step = Step.of(Step.MESSAGE, destination)
                .from(sender)
                .traceId(traceparent == null ? null : HeaderValues.traceId(traceparent))
                .application(Thread.currentThread().getContextClassLoader())
                .attribute("destination", destination);
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
