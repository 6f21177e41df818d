package dev.backstory.store.postgres;

import dev.backstory.store.EventFilter;
import dev.backstory.store.EventQuery;
import dev.backstory.store.StoryKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Conditions on rows of events. A row with an odd character in it has all its texts escaped, so that each text is looked for
 * both ways; the few rows too many that this finds are left out once they are read.
 */
final class EventMatch {

    private EventMatch() {}

    static void add(Condition where, EventQuery query) {
        add(where, query.keys(), query.types());
    }

    static void add(Condition where, EventFilter filter) {
        add(where, filter.keys(), filter.types());
        String prefix = filter.subjectPrefix();
        if (prefix != null) {
            where.and(
                    "EXISTS (SELECT FROM unnest(subjects) AS about WHERE starts_with(about, ?) OR starts_with(about, ?))",
                    clean(prefix),
                    Escapes.escape(prefix));
        }
    }

    private static void add(Condition where, Set<StoryKey> keys, Set<String> types) {
        for (StoryKey each : keys) {
            add(where, each);
        }
        if (!types.isEmpty()) {
            List<String> all = new ArrayList<>();
            types.forEach(each -> all.addAll(List.of(bothWays(each))));
            where.and("type = ANY (?)", (Object) all.toArray(new String[0]));
        }
    }

    static void add(Condition where, StoryKey key) {
        switch (key.kind()) {
            case CORRELATION -> where.and("correlation_id = ?", clean(key.value()));
            case EVENT -> {
                if (Ids.isUuid(key.value())) {
                    where.and("event_id = ?::uuid", key.value());
                } else {
                    where.and("false");
                }
            }
            case TRACE -> where.and("trace_id = ?", clean(key.value()));
            case SUBJECT -> where.and("subjects && ?", (Object) bothWays(key.value()));
            case TYPE -> where.and("type = ANY (?)", (Object) bothWays(key.value()));
            case METADATA -> metadata(where, key.value());
            case ROUTE, SERVICE, ORIGIN, JOINED ->
                throw new IllegalArgumentException("An event has no key of the kind " + key.kind());
        }
    }

    private static void metadata(Condition where, String entry) {
        int equals = entry.indexOf('=');
        String key = equals < 0 ? entry : entry.substring(0, equals);
        String value = equals < 0 ? "" : entry.substring(equals + 1);
        where.and(
                "(metadata @> ?::jsonb OR escaped AND metadata @> ?::jsonb)",
                json(clean(key), clean(value)),
                json(Escapes.escape(key), Escapes.escape(value)));
    }

    private static String json(String key, String value) {
        return JsonMapper.shared().writeValueAsString(Map.of(key, value));
    }

    private static String[] bothWays(String text) {
        return new String[] {clean(text), Escapes.escape(text)};
    }

    private static String clean(String text) {
        return Escapes.needed(text) ? Escapes.escape(text) : text;
    }

    /** The smallest id of an event that was published at that time or later. */
    static @Nullable String idAt(@Nullable Instant time) {
        if (time == null) {
            return null;
        }
        // Ids tell whole milliseconds.
        long millis = time.plusNanos(999_999).toEpochMilli();
        return new UUID(Math.max(0, Math.min(millis, (1L << 48) - 1)) << 16, 0).toString();
    }
}
