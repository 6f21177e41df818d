package dev.backstory.store.postgres;

import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryCursor;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryKey;
import dev.backstory.store.StoryList;
import dev.backstory.store.StoryQuery;
import java.sql.SQLException;
import java.time.Duration;
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

    static StoryList read(ReadSession session, StoryQuery query) throws SQLException {
        List<StoryHead> found = new ArrayList<>();
        StoryCursor below = query.after();
        while (found.size() <= query.limit()) {
            StoryHeads list = new StoryHeads();
            list.select(session, query, below);
            if (list.heads.isEmpty()) {
                return new StoryList(found, null, null);
            }
            list.describe(session);
            for (Head each : list.heads.values()) {
                StoryHead head = each.build();
                below = head.place();
                if (found.size() <= query.limit() && matches(head, query)) {
                    found.add(head);
                }
            }
        }
        List<StoryHead> page = found.subList(0, query.limit());
        return new StoryList(page, page.get(page.size() - 1).place(), null);
    }

    private void select(ReadSession session, StoryQuery query, @Nullable StoryCursor below) throws SQLException {
        Condition where = new Condition();
        for (StoryKey each : query.keys()) {
            if (each.kind().compareTo(StoryKey.Kind.TYPE) <= 0) {
                Condition event = new Condition();
                EventMatch.add(event, each);
                String steps = each.kind() == StoryKey.Kind.TRACE
                        ? " OR correlation_id IN (SELECT correlation_id FROM backstory.step_observation WHERE "
                                + event.sql() + ")"
                        : "";
                where.and(
                        "(correlation_id IN (SELECT correlation_id FROM backstory.event WHERE " + event.sql() + ")"
                                + steps + ")",
                        event.parameters(steps.isEmpty() ? new Object[0] : event.parameters()));
            }
        }
        Condition having = new Condition();
        if (query.from() != null) {
            having.and("min(at) >= ?::timestamptz", query.from().toString());
        }
        if (query.to() != null) {
            having.and("min(at) < ?::timestamptz", query.to().toString());
        }
        if (below != null) {
            having.and(
                    "(min(at), correlation_id COLLATE \"C\") < (?::timestamptz, ?)",
                    below.firstAt().toString(),
                    below.correlationId());
        }
        session.query(
                "SELECT correlation_id FROM (SELECT correlation_id, occurred_at AS at FROM backstory.event UNION ALL"
                        + " SELECT correlation_id, started_at FROM backstory.step_observation) AS each WHERE "
                        + where.sql() + " GROUP BY correlation_id HAVING " + having.sql()
                        + " ORDER BY min(at) DESC, correlation_id COLLATE \"C\" DESC LIMIT ?",
                row -> heads.put(row.getString(1), new Head(row.getString(1))),
                where.parameters(having.parameters(query.limit() + 1)));
    }

    private static boolean matches(StoryHead head, StoryQuery query) {
        RecordedStep origin = head.origin();
        for (StoryKey each : query.keys()) {
            boolean has =
                    switch (each.kind()) {
                        case ORIGIN -> origin != null && origin.kind().equals(each.value());
                        case ROUTE -> origin != null && origin.name().equals(each.value());
                        case SERVICE -> head.services().contains(each.value());
                        default -> true;
                    };
            if (!has) {
                return false;
            }
        }
        return query.failed() == null || query.failed() == head.failed();
    }

    private void describe(ReadSession session) throws SQLException {
        String[] ids = heads.keySet().toArray(new String[0]);
        session.query(
                "SELECT correlation_id, type, escaped, count(*) AS events, min(occurred_at) AS first_at,"
                        + " max(occurred_at) AS last_at"
                        + " FROM backstory.event" + OF_STORIES
                        + " GROUP BY correlation_id, type, escaped ORDER BY min(position)",
                row -> {
                    Head head = head(row.getString("correlation_id"));
                    head.types.merge(
                            Rows.plain(Rows.text(row, "type"), row.getBoolean("escaped")),
                            row.getLong("events"),
                            Long::sum);
                    head.sees(Rows.time(row, "first_at"));
                    head.sees(Rows.time(row, "last_at"));
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
        return heads.computeIfAbsent(correlationId, id -> new Head(id));
    }

    private static final class Head {
        private final String correlationId;
        private final Map<String, Long> types = new LinkedHashMap<>();
        private final List<String> subjects = new ArrayList<>();
        private final List<String> services = new ArrayList<>();
        private final StepFold steps = new StepFold();
        private Instant firstAt = Instant.MAX;
        private Instant lastAt = Instant.MIN;

        Head(String correlationId) {
            this.correlationId = correlationId;
        }

        void sees(Instant time) {
            firstAt = time.isBefore(firstAt) ? time : firstAt;
            lastAt = time.isAfter(lastAt) ? time : lastAt;
        }

        StoryHead build() {
            RecordedStep origin = null;
            boolean failed = false;
            List<RecordedStep> inOrder = steps.inOrder();
            for (RecordedStep each : inOrder) {
                sees(each.startedAt());
                Duration duration = each.duration();
                if (duration != null) {
                    sees(each.startedAt().plus(duration));
                }
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
            return new StoryHead(correlationId, origin, firstAt, lastAt, events, types, subjects, failed, services);
        }
    }
}
