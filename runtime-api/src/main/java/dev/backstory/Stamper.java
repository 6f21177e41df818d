package dev.backstory;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.store.PendingEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of an event where it was published: story, cause, step, hop, thread, trace. What the application said stays. */
final class Stamper {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final AtomicBoolean TOLD_ABOUT_THE_AGENT = new AtomicBoolean();

    private final EventIds ids;
    private final Console console;
    private final SecretMask mask;
    private final int sink;

    Stamper(EventIds ids, Console console, SecretMask mask, int sink) {
        this.ids = ids;
        this.console = console;
        this.mask = mask;
        this.sink = sink;
    }

    PendingEvent stamp(EventContent content, @Nullable Event said) {
        CausalContext context = CausalContext.currentWithActor();
        Instant now = Instant.now();
        Step step = context.step();
        Map<String, String> metadata = new LinkedHashMap<>(console.metadata());
        metadata.putAll(context.metadata());
        if (said != null) {
            metadata.putAll(said.metadata);
        }
        console.check(metadata);
        String cause = said == null ? null : said.causationId;
        Instant occurredAt = said == null ? null : said.occurredAt;
        Trace trace = Trace.current(step);
        return new PendingEvent(
                ids.of(said == null ? null : said.id, now),
                content.type(),
                List.copyOf(content.subjects()),
                content.data(),
                mask.masked(metadata),
                story(said == null ? null : said.correlationId, context),
                cause != null ? cause : context.causationId(),
                step,
                context.via(),
                Thread.currentThread().getName(),
                trace.traceId(),
                trace.spanId(),
                occurredAt != null ? occurredAt : now,
                sink);
    }

    private static String story(@Nullable String explicit, CausalContext context) {
        if (explicit != null) {
            return EventIds.story(explicit);
        }
        String current = context.correlationId();
        if (current != null) {
            return current;
        }
        // With the agent the bootstrap loader has this class, and being outside of any story is then what is true.
        if (CausalContext.class.getClassLoader() != null && TOLD_ABOUT_THE_AGENT.compareAndSet(false, true)) {
            LOG.info("Published outside of any story, so the event begins its own. Attach the agent"
                    + " (-javaagent:backstory-agent.jar) to have stories follow requests and threads by themselves, or"
                    + " open scopes with Step and Events.handling. Said once.");
        }
        return UuidV7.nextText();
    }
}
