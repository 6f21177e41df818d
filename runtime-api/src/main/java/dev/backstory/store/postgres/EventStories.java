package dev.backstory.store.postgres;

import dev.backstory.store.EventQuery;
import dev.backstory.store.StoryKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The stories that all the events of a query are in, where one of its keys is that of a few stories only: the summaries know
 * them, and {@link SummaryTail} those that they do not know yet. An event has no key that its story lacks, so none is missed.
 */
final class EventStories {

    private static final int STORIES = 1_000;
    private static final int EVENTS = 10_000;

    private final ReadSession session;
    private final SummaryTail tail;
    private final Set<String> found = new LinkedHashSet<>();
    private long events;

    private EventStories(ReadSession session, SummaryTail tail) {
        this.session = session;
        this.tail = tail;
    }

    /** Null when the query's keys lead to too many stories, or events, or the summaries are too far behind to say. */
    static @Nullable Set<String> of(ReadSession session, EventQuery query) throws SQLException {
        List<Set<SummaryKey>> leads = leads(query);
        if (leads.isEmpty()) {
            return null;
        }
        SummaryTail tail = SummaryTail.read(session);
        if (tail.behindSince() != null) {
            return null;
        }
        for (Set<SummaryKey> each : leads) {
            EventStories stories = new EventStories(session, tail);
            if (stories.areFew(each)) {
                return stories.found;
            }
        }
        return null;
    }

    /** An event of the query has each of its keys, and one of its types; the narrowest first. */
    private static List<Set<SummaryKey>> leads(EventQuery query) {
        List<Set<SummaryKey>> leads = new ArrayList<>();
        for (SummaryKey each : summaryKeys(query.keys())) {
            leads.add(Set.of(each));
        }
        Set<StoryKey> types = new LinkedHashSet<>();
        query.types().forEach(each -> types.add(new StoryKey(StoryKey.Kind.TYPE, each)));
        if (!types.isEmpty()) {
            leads.add(summaryKeys(types));
        }
        return leads;
    }

    private static Set<SummaryKey> summaryKeys(Set<StoryKey> keys) {
        Set<SummaryKey> narrowestFirst = new TreeSet<>();
        for (StoryKey each : keys) {
            SummaryKey key = SummaryKey.of(each);
            if (key != null) {
                narrowestFirst.add(key);
            }
        }
        return narrowestFirst;
    }

    private boolean areFew(Set<SummaryKey> keys) throws SQLException {
        for (SummaryKey each : keys) {
            if (rowsOf(each) > STORIES || found.size() > STORIES || events > EVENTS) {
                return false;
            }
        }
        for (Summary each : tail.touched().values()) {
            if (each.keys().stream().anyMatch(keys::contains)) {
                add(each.correlationId, each.events);
            }
        }
        return found.size() <= STORIES && events <= EVENTS;
    }

    /**
     * In the order of the index, because a planner that may choose any reads the table from its beginning for a frequent key.
     * Answers how many rows there were: a story can have two, and where one row is left out, so may be a story.
     */
    private int rowsOf(SummaryKey key) throws SQLException {
        List<String> rows = new ArrayList<>();
        session.query(
                "SELECT k.correlation_id, (SELECT s.events FROM backstory.story AS s"
                        + " WHERE s.correlation_id = k.correlation_id) FROM (SELECT correlation_id"
                        + " FROM backstory.story_key WHERE kind = ? AND value = ?"
                        + " ORDER BY first_at DESC, correlation_id DESC LIMIT ?) AS k",
                row -> {
                    rows.add(row.getString(1));
                    add(row.getString(1), row.getLong(2));
                },
                key.kind(),
                key.value(),
                STORIES + 1);
        return rows.size();
    }

    private void add(String correlationId, long eventsOfIt) {
        if (found.add(correlationId)) {
            events += eventsOfIt;
        }
    }
}
