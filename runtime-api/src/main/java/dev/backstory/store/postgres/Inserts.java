package dev.backstory.store.postgres;

import dev.backstory.Receipt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statement that stores events together with the observations of the steps that they need. */
final class Inserts {

    /** Where a row is, and in which story: one that was stored before may be in another than who publishes it again. */
    record Stored(long position, Instant recordedAt, String correlationId) {

        Receipt receipt(String eventId) {
            return new Receipt(eventId, correlationId, Receipt.Outcome.STORED, position, recordedAt);
        }
    }

    private static final List<Column<EventRow>> EVENT = EventRow.columns();
    private static final List<Column<StepRow>> STEP = StepRow.columns();

    private static final String STEPS = "INSERT INTO backstory.step_observation (instance_id, step_id, sequence,"
            + " correlation_id, kind, name, causation_id, external_cause, scheduled_by, trace_id, started_at, waited,"
            + " duration, error, attributes, escaped) SELECT ?::uuid, s.* FROM %s AS s"
            // The same observation comes twice only from a journal that a crash has left half stored.
            + " ON CONFLICT (step_id, instance_id, sequence) DO NOTHING";
    private static final String STEP_ONE = String.format(STEPS, one(STEP));
    private static final String STEP_MANY = String.format(STEPS, many(STEP));

    private static final String EVENTS = "INSERT INTO backstory.event (instance_id, event_id, type, subjects, data,"
            + " metadata, correlation_id, causation_id, step_id, via_boundary, via_name, via_waited, thread, trace_id,"
            + " span_id, occurred_at, escaped)"
            + " SELECT ?::uuid, e.id, e.type, e.subjects::text[], e.data, e.metadata, e.correlation_id,"
            + " e.causation_id, e.step_id, e.via_boundary, e.via_name, e.via_waited, e.thread, e.trace_id, e.span_id,"
            + " e.occurred_at, e.escaped FROM %s AS e (id, type, subjects, data, metadata, correlation_id, causation_id,"
            + " step_id, via_boundary, via_name, via_waited, thread, trace_id, span_id, occurred_at, escaped%s";
    private static final String EVENT_ONE = String.format(EVENTS, one(EVENT), ")");
    // Positions are drawn in the order of the rows, which is the order in which they were published.
    private static final String EVENT_MANY =
            String.format(EVENTS, many(EVENT) + " WITH ORDINALITY", ", place) ORDER BY e.place");

    private static final String UNLESS_STORED = " ON CONFLICT (event_id) DO NOTHING";
    private static final String WHERE = " RETURNING event_id, position, recorded_at, correlation_id";

    private static final String COMPARE =
            "SELECT position, recorded_at, correlation_id, type = ? AND subjects = ?::text[]"
                    + " AND data = ?::jsonb FROM backstory.event WHERE event_id = ?::uuid";

    private Inserts() {}

    /** A single row as it is: arrays that are taken apart again cost half as much as storing it does. */
    private static <R> String one(List<Column<R>> columns) {
        return "(VALUES (" + parameters(columns, "") + "))";
    }

    private static <R> String many(List<Column<R>> columns) {
        return "unnest(" + parameters(columns, "[]") + ")";
    }

    private static <R> String parameters(List<Column<R>> columns, String suffix) {
        return columns.stream().map(each -> "?::" + each.type() + suffix).collect(Collectors.joining(", "));
    }

    /** In the caller's transaction: stores what is not stored yet, as that instance's; answers what was, by event id. */
    static Map<String, Stored> insert(
            Connection connection, String instanceId, List<EventRow> events, List<StepRow> steps) throws SQLException {
        return insert("", connection, instanceId, events, steps, UNLESS_STORED + WHERE);
    }

    /** The same in autocommit, in a transaction of its own. */
    static Map<String, Stored> commit(
            Connection connection, String instanceId, List<EventRow> events, List<StepRow> steps, LockWait wait)
            throws SQLException {
        return insert(wait.settings, connection, instanceId, events, steps, UNLESS_STORED + WHERE);
    }

    /** The same, for less; fails with {@link Refusals#isStoredAlready} where one of the events is stored. */
    static Map<String, Stored> commitNew(
            Connection connection, String instanceId, List<EventRow> events, List<StepRow> steps, LockWait wait)
            throws SQLException {
        return insert(wait.settings, connection, instanceId, events, steps, WHERE);
    }

    private static Map<String, Stored> insert(
            String settings,
            Connection connection,
            String instanceId,
            List<EventRow> events,
            List<StepRow> steps,
            String end)
            throws SQLException {
        Map<String, Stored> stored = new HashMap<>();
        if (events.isEmpty() && steps.isEmpty()) {
            return stored;
        }
        String observe = steps.size() == 1 ? STEP_ONE : STEP_MANY;
        String publish = (events.size() == 1 ? EVENT_ONE : EVENT_MANY) + end;
        String sql = settings
                + (events.isEmpty() ? observe : (steps.isEmpty() ? "" : "WITH steps AS (" + observe + ") ") + publish);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = 1;
            if (!steps.isEmpty()) {
                next = bind(statement, next, instanceId, STEP, steps, connection);
            }
            if (!events.isEmpty()) {
                bind(statement, next, instanceId, EVENT, events, connection);
            }
            statement.execute();
            if (events.isEmpty()) {
                return stored;
            }
            if (!settings.isEmpty()) {
                statement.getMoreResults();
            }
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    stored.put(rows.getString(1), stored(rows, 2));
                }
            }
        }
        return stored;
    }

    private static <R> int bind(
            PreparedStatement statement,
            int from,
            String instanceId,
            List<Column<R>> columns,
            List<R> rows,
            Connection connection)
            throws SQLException {
        int next = from;
        statement.setString(next++, instanceId);
        for (Column<R> each : columns) {
            if (rows.size() == 1) {
                each.bind(statement, next++, rows.get(0));
            } else {
                statement.setArray(next++, each.of(rows, connection));
            }
        }
        return next;
    }

    /** Where the event is stored already, with the same content; null when the content is another. */
    static @Nullable Stored storedBefore(Connection connection, EventRow event) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COMPARE)) {
            statement.setString(1, event.type());
            statement.setString(2, event.subjects());
            statement.setString(3, event.data());
            statement.setString(4, event.id());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(4) ? stored(row, 1) : null;
            }
        }
    }

    private static Stored stored(ResultSet row, int column) throws SQLException {
        OffsetDateTime recordedAt = row.getObject(column + 1, OffsetDateTime.class);
        return new Stored(
                row.getLong(column),
                Objects.requireNonNull(recordedAt).toInstant(),
                Objects.requireNonNull(row.getString(column + 2)));
    }
}
