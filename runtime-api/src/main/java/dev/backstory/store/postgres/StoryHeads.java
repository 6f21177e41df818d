package dev.backstory.store.postgres;

import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryQuery;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The list of stories: first which, by their newest matching event; then what the list says of each. */
final class StoryHeads {

    private static final String OF_STORIES = " WHERE correlation_id = ANY (?)";

    private final Map<String, Head> heads = new LinkedHashMap<>();

    private StoryHeads() {}

    static List<StoryHead> read(ReadSession session, StoryQuery query) throws SQLException {
        StoryHeads list = new StoryHeads();
        list.select(session, query);
        if (!list.heads.isEmpty()) {
            list.describe(session);
        }
        return list.heads.values().stream().map(Head::build).toList();
    }

    private void select(ReadSession session, StoryQuery query) throws SQLException {
        String subject = query.subject();
        String type = query.type();
        String newest = "";
        String newer = "";
        List<Object> filter = new ArrayList<>();
        if (subject != null) {
            newest += " AND e.subjects && ?";
            newer += " AND n.subjects && ?";
            // A row with an odd character in it has its subjects escaped too.
            filter.add(new String[] {clean(subject), Escapes.escape(subject)});
        }
        if (type != null) {
            newest += " AND e.type = ANY (?)";
            newer += " AND n.type = ANY (?)";
            filter.add(new String[] {clean(type), Escapes.escape(type)});
        }
        List<Object> parameters = new ArrayList<>();
        parameters.add(query.before());
        parameters.addAll(filter);
        parameters.addAll(filter);
        parameters.add(query.limit());
        session.query(
                "SELECT e.correlation_id, e.position FROM backstory.event e WHERE e.position < ?" + newest
                        + " AND NOT EXISTS (SELECT FROM backstory.event n WHERE n.correlation_id = e.correlation_id"
                        + " AND n.position > e.position" + newer + ") ORDER BY e.position DESC LIMIT ?",
                row -> heads.put(row.getString(1), new Head(row.getString(1), row.getLong(2))),
                parameters.toArray());
    }

    private static String clean(String text) {
        return Escapes.needed(text) ? Escapes.escape(text) : text;
    }

    private void describe(ReadSession session) throws SQLException {
        String[] ids = heads.keySet().toArray(new String[0]);
        session.query(
                "SELECT correlation_id, type, escaped, count(*) AS events, min(occurred_at) AS first_at"
                        + " FROM backstory.event" + OF_STORIES
                        + " GROUP BY correlation_id, type, escaped ORDER BY min(position)",
                row -> {
                    Head head = head(row.getString("correlation_id"));
                    head.types.merge(
                            Rows.plain(Rows.text(row, "type"), row.getBoolean("escaped")),
                            row.getLong("events"),
                            Long::sum);
                    head.sees(Rows.time(row, "first_at"));
                },
                (Object) ids);
        session.query(
                "SELECT correlation_id, subject, escaped FROM backstory.event,"
                        + " unnest(subjects) WITH ORDINALITY AS each (subject, place)" + OF_STORIES
                        + " GROUP BY correlation_id, subject, escaped ORDER BY min(position), min(place)",
                row -> {
                    List<String> subjects = head(row.getString("correlation_id")).subjects;
                    String subject = Rows.plain(Rows.text(row, "subject"), row.getBoolean("escaped"));
                    if (!subjects.contains(subject)) {
                        subjects.add(subject);
                    }
                },
                (Object) ids);
        session.query(
                "SELECT correlation_id, service FROM (SELECT DISTINCT correlation_id, instance_id FROM backstory.event"
                        + OF_STORIES + " UNION SELECT correlation_id, instance_id FROM backstory.step_observation"
                        + OF_STORIES + ") AS took_part JOIN backstory.instance USING (instance_id)"
                        + " GROUP BY correlation_id, service ORDER BY min(started_at), service",
                row -> head(row.getString(1)).services.add(row.getString(2)),
                ids,
                ids);
        session.query(
                "SELECT " + Rows.STEP + " FROM backstory.step_observation" + OF_STORIES
                        + " ORDER BY recorded_at, sequence",
                row -> head(row.getString("correlation_id")).steps.add(Rows.step(row)),
                (Object) ids);
    }

    private Head head(String correlationId) {
        return heads.computeIfAbsent(correlationId, id -> new Head(id, -1));
    }

    private static final class Head {
        private final String correlationId;
        private final long lastPosition;
        private final Map<String, Long> types = new LinkedHashMap<>();
        private final List<String> subjects = new ArrayList<>();
        private final List<String> services = new ArrayList<>();
        private final StepFold steps = new StepFold();
        private @Nullable Instant firstAt;

        Head(String correlationId, long lastPosition) {
            this.correlationId = correlationId;
            this.lastPosition = lastPosition;
        }

        void sees(Instant time) {
            if (firstAt == null || time.isBefore(firstAt)) {
                firstAt = time;
            }
        }

        StoryHead build() {
            RecordedStep origin = null;
            boolean failed = false;
            List<RecordedStep> inOrder = steps.inOrder();
            for (RecordedStep each : inOrder) {
                sees(each.startedAt());
                failed |= each.error() != null;
                if (origin == null && each.causationId() == null && each.externalCause() == null) {
                    origin = each;
                }
            }
            if (origin == null && !inOrder.isEmpty()) {
                origin = inOrder.get(0);
            }
            long events = 0;
            for (long count : types.values()) {
                events += count;
            }
            return new StoryHead(
                    correlationId,
                    origin,
                    firstAt == null ? Instant.EPOCH : firstAt,
                    lastPosition,
                    events,
                    types,
                    subjects,
                    failed,
                    services);
        }
    }
}
