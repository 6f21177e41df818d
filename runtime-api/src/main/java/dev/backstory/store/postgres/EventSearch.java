package dev.backstory.store.postgres;

import dev.backstory.RecordedEvent;
import dev.backstory.store.EventList;
import dev.backstory.store.EventQuery;
import dev.backstory.store.StoryKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Events across stories, the newest first. Where an index leads to few of them, or a key to few stories, they are read through
 * it; else the newest events are looked at in windows of a fixed number of rows, and after some windows the caller gets what
 * was found so far.
 */
final class EventSearch {

    private static final int WINDOW = 5_000;
    private static final int WINDOWS = 10;
    private static final String LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";
    private static final String FIRST_ID = "00000000-0000-0000-0000-000000000000";
    private static final Set<StoryKey.Kind> OF_ONE_STORY =
            EnumSet.of(StoryKey.Kind.CORRELATION, StoryKey.Kind.EVENT, StoryKey.Kind.TRACE);

    private final ReadSession session;
    private final EventQuery query;
    private final List<RecordedEvent> found = new ArrayList<>();
    private final String lowest;
    private final @Nullable Set<String> stories;
    private String below;

    /**
     * A search.
     *
     * @param stories the events of the query are in these; null: in any
     */
    private EventSearch(ReadSession session, EventQuery query, @Nullable Set<String> stories) {
        this.session = session;
        this.query = query;
        this.stories = stories;
        this.below = below(query);
        this.lowest = or(EventMatch.idAt(query.from()), FIRST_ID);
    }

    static EventList read(ReadSession session, EventQuery query) throws SQLException {
        if (query.keys().stream().anyMatch(key -> OF_ONE_STORY.contains(key.kind()))) {
            return new EventSearch(session, query, null).throughIndex();
        }
        Set<String> stories = EventStories.of(session, query);
        EventSearch search = new EventSearch(session, query, stories);
        return stories == null ? search.throughWindows() : search.throughIndex();
    }

    private static String below(EventQuery query) {
        String after = query.after();
        String to = or(EventMatch.idAt(query.to()), LAST_ID);
        return after == null || !Ids.isUuid(after) || after.compareTo(to) > 0 ? to : after;
    }

    private EventList throughIndex() throws SQLException {
        select(lowest);
        return page(null);
    }

    private EventList throughWindows() throws SQLException {
        for (int i = 0; i < WINDOWS; i++) {
            String end = endOfWindow();
            select(end == null ? lowest : end);
            if (end == null || found.size() > query.limit()) {
                return page(null);
            }
            below = end;
        }
        return page(below);
    }

    /** The id at which the next window ends; null when the rest is no bigger than one. */
    private @Nullable String endOfWindow() throws SQLException {
        List<String> end = new ArrayList<>();
        session.query(
                "SELECT event_id FROM backstory.event WHERE event_id < ?::uuid AND event_id >= ?::uuid"
                        + " ORDER BY event_id DESC OFFSET ? LIMIT 1",
                row -> end.add(row.getString(1)),
                below,
                lowest,
                WINDOW - 1);
        return end.isEmpty() ? null : end.get(0);
    }

    private void select(String from) throws SQLException {
        String upTo = below;
        while (upTo != null && found.size() <= query.limit()) {
            upTo = select(from, upTo, query.limit() + 1 - found.size());
        }
    }

    /** Answers where to go on; null when all of it was looked at. */
    private @Nullable String select(String from, String upTo, int most) throws SQLException {
        Condition source = new Condition();
        Condition where = between(new Condition(), from, upTo);
        EventMatch.add(where, query);
        List<String> seen = new ArrayList<>();
        session.query(
                "SELECT " + Rows.EVENT + " FROM " + events(source, from, upTo) + " WHERE " + where.sql()
                        + " ORDER BY event_id DESC LIMIT ?",
                row -> {
                    RecordedEvent event = Rows.event(row);
                    seen.add(event.id());
                    if (query.includes(event)) {
                        found.add(event);
                    }
                },
                source.parameters(where.parameters(most)));
        return seen.size() < most ? null : seen.get(most - 1);
    }

    /**
     * With OFFSET a planner cannot go by the order of the ids instead, through everybody's events; nor does it see the range of
     * ids outside, without which each page would look into every month.
     */
    private String events(Condition source, String from, String upTo) {
        if (stories == null) {
            return "backstory.event";
        }
        between(source, from, upTo).and("correlation_id = ANY (?)", (Object) stories.toArray(new String[0]));
        return "(SELECT * FROM backstory.event WHERE " + source.sql() + " OFFSET 0) AS event";
    }

    private static Condition between(Condition condition, String from, String upTo) {
        return condition.and("event_id < ?::uuid", upTo).and("event_id >= ?::uuid", from);
    }

    private EventList page(@Nullable String searchedDownTo) {
        if (found.size() <= query.limit()) {
            return new EventList(found, searchedDownTo);
        }
        List<RecordedEvent> page = found.subList(0, query.limit());
        return new EventList(page, page.get(page.size() - 1).id());
    }

    private static String or(@Nullable String id, String otherwise) {
        return id == null ? otherwise : id;
    }
}
