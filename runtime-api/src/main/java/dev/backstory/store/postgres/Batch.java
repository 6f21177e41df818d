package dev.backstory.store.postgres;

import dev.backstory.RecordedEvent;
import dev.backstory.store.RecordedStep;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was recorded above the place to which the summaries are made, in order: for the follower, and for readers of lists. */
final class Batch {

    private final List<RecordedEvent> events = new ArrayList<>();
    private final List<RecordedStep> steps = new ArrayList<>();
    private final Map<String, String> services = new HashMap<>();
    private final boolean full;
    private final @Nullable Instant since;
    private final SummaryProgress end;

    private Batch(Reading reading, int limit) {
        this.events.addAll(reading.events);
        this.steps.addAll(reading.steps);
        this.full = events.size() == limit || steps.size() == limit;
        this.since = reading.since;
        this.end = reading.end;
    }

    private static final class Reading {
        private final List<RecordedEvent> events = new ArrayList<>();
        private final List<RecordedStep> steps = new ArrayList<>();
        private @Nullable Instant since;
        private SummaryProgress end;

        Reading(SummaryProgress start) {
            this.end = start;
        }

        void sees(Instant recordedAt) {
            Instant before = since;
            since = before == null || recordedAt.isBefore(before) ? recordedAt : before;
        }
    }

    /** What is final: no transaction can commit something below it any more. */
    static Batch settled(ReadSession session, SummaryProgress from, int limit) throws SQLException {
        return read(session, from, " AND " + Followed.BELOW_HORIZON, limit);
    }

    /** Everything that can be seen now. */
    static Batch visible(ReadSession session, SummaryProgress from, int limit) throws SQLException {
        return read(session, from, "", limit);
    }

    private static Batch read(ReadSession session, SummaryProgress from, String condition, int limit)
            throws SQLException {
        String where = " WHERE " + Followed.ABOVE + condition + Followed.ORDER + " LIMIT ?";
        Reading reading = new Reading(from);
        session.query(
                "SELECT " + Rows.EVENT_WITHOUT_DATA + Followed.COLUMNS + " FROM backstory.event" + where,
                row -> {
                    reading.events.add(Rows.event(row));
                    reading.sees(Rows.time(row, "recorded_at"));
                    reading.end = reading.end.to(Followed.of(row), reading.end.steps());
                },
                from.events().and(limit));
        session.query(
                "SELECT " + Rows.STEP + ", recorded_at" + Followed.COLUMNS + " FROM backstory.step_observation" + where,
                row -> {
                    reading.steps.add(Rows.step(row));
                    reading.sees(Rows.time(row, "recorded_at"));
                    reading.end = reading.end.to(reading.end.events(), Followed.of(row));
                },
                from.steps().and(limit));
        Batch batch = new Batch(reading, limit);
        batch.readServices(session);
        return batch;
    }

    private void readServices(ReadSession session) throws SQLException {
        Set<String> ids = new LinkedHashSet<>();
        events.forEach(each -> ids.add(each.instanceId()));
        steps.forEach(each -> ids.add(each.instanceId()));
        if (!ids.isEmpty()) {
            session.query(
                    "SELECT instance_id, service FROM backstory.instance WHERE instance_id = ANY (?::uuid[])",
                    row -> services.put(Rows.text(row, "instance_id"), Rows.text(row, "service")),
                    (Object) ids.toArray(new String[0]));
        }
    }

    boolean isEmpty() {
        return events.isEmpty() && steps.isEmpty();
    }

    /** Whether there may be more. */
    boolean isFull() {
        return full;
    }

    /** When the first of it was recorded; null when it is empty. */
    @Nullable
    Instant since() {
        return since;
    }

    /** How far the summaries are with it. */
    SummaryProgress end() {
        return end;
    }

    Set<String> stories() {
        Set<String> ids = new LinkedHashSet<>();
        events.forEach(each -> ids.add(each.correlationId()));
        steps.forEach(each -> ids.add(each.correlationId()));
        return ids;
    }

    /** Adds all of it to the summaries of the stories. */
    void addTo(Map<String, Summary> summaries) {
        for (RecordedEvent each : events) {
            summary(summaries, each.correlationId()).see(each, services.get(each.instanceId()));
        }
        for (RecordedStep each : steps) {
            summary(summaries, each.correlationId()).see(each, services.get(each.instanceId()));
        }
    }

    private static Summary summary(Map<String, Summary> summaries, String correlationId) {
        return summaries.computeIfAbsent(correlationId, Summary::new);
    }
}
