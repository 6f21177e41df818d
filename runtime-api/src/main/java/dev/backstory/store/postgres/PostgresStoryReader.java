package dev.backstory.store.postgres;

import dev.backstory.RecordedEvent;
import dev.backstory.store.Instance;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.store.StoryRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads stories from PostgreSQL; each call in one read-only transaction with a time limit. */
public final class PostgresStoryReader implements StoryReader {

    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern TRACE = Pattern.compile("\\p{XDigit}{32}");

    private static final String OF_STORY = " WHERE correlation_id = ?";

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
        List<RecordedEvent> events = new ArrayList<>();
        StepFold steps = new StepFold();
        Map<String, Instance> instances = new LinkedHashMap<>();
        if (!Escapes.needed(correlationId)) {
            ReadSession.read(connections, session -> {
                session.query(
                        "SELECT " + Rows.EVENT + " FROM backstory.event" + OF_STORY + " ORDER BY position",
                        row -> events.add(Rows.event(row)),
                        correlationId);
                session.query(
                        "SELECT " + Rows.STEP + " FROM backstory.step_observation" + OF_STORY
                                + " ORDER BY recorded_at, sequence",
                        row -> steps.add(Rows.step(row)),
                        correlationId);
                Set<String> ids = new LinkedHashSet<>();
                events.forEach(each -> ids.add(each.instanceId()));
                steps.inOrder().forEach(each -> ids.add(each.instanceId()));
                session.query(
                        "SELECT " + Rows.INSTANCE + " FROM backstory.instance WHERE instance_id = ANY (?::uuid[])",
                        row -> instances.put(Rows.text(row, "instance_id"), Rows.instance(row)),
                        (Object) ids.toArray(new String[0]));
                return true;
            });
        }
        return new StoryRecords(correlationId, events, steps.inOrder(), instances);
    }

    @Override
    public @Nullable RecordedEvent event(String eventId) {
        if (!UUID.matcher(eventId).matches()) {
            return null;
        }
        List<RecordedEvent> found = new ArrayList<>();
        ReadSession.read(connections, session -> {
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
            if (UUID.matcher(id).matches()) {
                find(session, "event_id = ?::uuid", "step_id = ?::uuid", lower, found);
                find(session, "correlation_id = ?", "correlation_id = ?", lower, found);
            } else if (TRACE.matcher(id).matches()) {
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
    public List<StoryHead> stories(StoryQuery query) {
        return ReadSession.read(connections, session -> StoryHeads.read(session, query));
    }
}
