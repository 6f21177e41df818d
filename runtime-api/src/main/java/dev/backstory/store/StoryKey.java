package dev.backstory.store;

import dev.backstory.RecordedEvent;
import dev.backstory.personal.PersonalText;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Something by which stories and events are found.
 *
 * @param kind what it is
 * @param value exactly what was recorded: {@code customer/42}; for metadata {@code key=value}
 */
public record StoryKey(Kind kind, String value) {

    /** What a key can be; the narrowest first. */
    public enum Kind {
        /** The story's own id. */
        CORRELATION,
        /** The id of one of its events. */
        EVENT,
        /** The W3C trace id of one of its events or steps. */
        TRACE,
        /** What one of its events is about. */
        SUBJECT,
        /** A metadata entry of one of its events, {@code key=value}: tenant, actor, operator, issue, … */
        METADATA,
        /** The type of one of its events. */
        TYPE,
        /** The name of the step that began it: {@code POST /orders}. */
        ROUTE,
        /** A service that took part. */
        SERVICE,
        /** The kind of the step that began it: {@code request}, {@code job}, {@code console}, … */
        ORIGIN,
        /** The id of a story whose work one of its steps, a batch, took together with that of others. */
        JOINED
    }

    /** The key of a metadata entry. */
    public static StoryKey metadata(String key, String value) {
        return new StoryKey(Kind.METADATA, key + "=" + value);
    }

    /** A copy of keys that an event has itself; the others belong to steps and whole stories, and no event would ever match. */
    static Set<StoryKey> ofEvents(Set<StoryKey> keys) {
        for (StoryKey each : keys) {
            if (each.kind().compareTo(Kind.TYPE) > 0) {
                throw new IllegalArgumentException("An event has no key of the kind " + each.kind());
            }
        }
        return Set.copyOf(keys);
    }

    /** The keys under which the step itself tells that its story is found. */
    public static Set<StoryKey> of(RecordedStep step) {
        Set<StoryKey> keys = new LinkedHashSet<>();
        step.joined().forEach(each -> keys.add(new StoryKey(Kind.JOINED, each)));
        return keys;
    }

    /** The keys under which the event itself tells that it, and its story, are found. */
    public static Set<StoryKey> of(RecordedEvent event) {
        Set<StoryKey> keys = new LinkedHashSet<>();
        keys.add(new StoryKey(Kind.CORRELATION, event.correlationId()));
        keys.add(new StoryKey(Kind.EVENT, event.id()));
        if (event.traceId() != null) {
            keys.add(new StoryKey(Kind.TRACE, event.traceId()));
        }
        for (String each : event.subjects()) {
            keys.add(new StoryKey(Kind.SUBJECT, each));
        }
        for (Map.Entry<String, String> each : event.metadata().entrySet()) {
            // What is encrypted finds nothing, and would outlive its key in summaries.
            if (!PersonalText.is(each.getValue())) {
                keys.add(metadata(each.getKey(), each.getValue()));
            }
        }
        keys.add(new StoryKey(Kind.TYPE, event.type()));
        return keys;
    }
}
