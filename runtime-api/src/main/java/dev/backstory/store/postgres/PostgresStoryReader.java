package dev.backstory.store.postgres;

import dev.backstory.RecordedEvent;
import dev.backstory.store.EventFilter;
import dev.backstory.store.EventList;
import dev.backstory.store.EventPage;
import dev.backstory.store.EventQuery;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryPart;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.store.StoryRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads stories from PostgreSQL; each call in one read-only transaction with a time limit. */
public final class PostgresStoryReader implements StoryReader {

    private final Connections connections;

    /** A reader that takes a connection for each call; a pool keeps that cheap. */
    public PostgresStoryReader(DataSource source) {
        this(Connections.from(source, Duration.ofSeconds(15)));
    }

    PostgresStoryReader(Connections connections) {
        this.connections = connections;
    }

    @Override
    public StoryRecords story(String correlationId) {
        return Escapes.needed(correlationId)
                ? new StoryRecords(correlationId, List.of(), List.of(), Map.of())
                : ReadSession.readOne(connections, session -> new StoryParts(session, correlationId).whole());
    }

    @Override
    public StoryPart part(String correlationId, StoryPart.Place from, int limit) {
        return Escapes.needed(correlationId)
                ? new StoryPart(story(correlationId), null)
                : ReadSession.readOne(connections, session -> new StoryParts(session, correlationId).part(from, limit));
    }

    @Override
    public @Nullable RecordedEvent event(String eventId) {
        if (!Ids.isUuid(eventId)) {
            return null;
        }
        List<RecordedEvent> found = new ArrayList<>();
        ReadSession.readOne(connections, session -> {
            session.query(
                    "SELECT " + Rows.EVENT + " FROM backstory.event WHERE event_id = ?::uuid",
                    row -> found.add(Rows.event(row)),
                    eventId);
            return true;
        });
        return found.isEmpty() ? null : found.get(0);
    }

    @Override
    public @Nullable String findStory(String anyId) {
        String id = anyId.strip();
        if (id.isEmpty() || Escapes.needed(id)) {
            return null;
        }
        String lower = id.toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        ReadSession.read(connections, session -> {
            find(session, "correlation_id = ?", "correlation_id = ?", id, found);
            if (Ids.isUuid(id)) {
                find(session, "event_id = ?::uuid", "step_id = ?::uuid", lower, found);
                find(session, "correlation_id = ?", "correlation_id = ?", lower, found);
            } else if (Ids.isTrace(id)) {
                find(session, "trace_id = ?", "trace_id = ?", lower, found);
            }
            return true;
        });
        return found.isEmpty() ? null : found.get(0);
    }

    private static void find(ReadSession session, String event, String step, String id, List<String> found)
            throws java.sql.SQLException {
        if (found.isEmpty()) {
            session.query(
                    "(SELECT correlation_id FROM backstory.event WHERE " + event + " LIMIT 1) UNION ALL"
                            + " (SELECT correlation_id FROM backstory.step_observation WHERE " + step + " LIMIT 1)",
                    row -> found.add(row.getString(1)),
                    id,
                    id);
        }
    }

    @Override
    public StoryList stories(StoryQuery query) {
        return ReadSession.read(connections, session -> StorySearch.read(session, query));
    }

    @Override
    public EventList events(EventQuery query) {
        return ReadSession.read(connections, session -> EventSearch.read(session, query));
    }

    @Override
    public EventPage after(String place, EventFilter filter, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A page has at least one event, not " + limit);
        }
        return ReadSession.read(connections, session -> FollowedPage.read(session, Followed.parse(place), filter, limit)
                .asPage(session));
    }

    @Override
    public String end() {
        return ReadSession.read(connections, Followed::end).text();
    }
}
