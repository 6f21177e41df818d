package dev.backstory.store.postgres;

import dev.backstory.RecordedEvent;
import dev.backstory.context.Via;
import dev.backstory.store.Instance;
import dev.backstory.store.RecordedStep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows of the tables as values, with escaped characters restored. */
final class Rows {

    static final String EVENT = "event_id, position, type, subjects, data, metadata, correlation_id, causation_id,"
            + " step_id, via_boundary, via_name, via_waited, thread, trace_id, span_id, occurred_at, recorded_at,"
            + " instance_id, escaped";

    /** The same without what only a reader of the event itself needs. */
    static final String EVENT_WITHOUT_DATA = EVENT.replace(" data,", " 'null'::jsonb AS data,");

    static final String STEP = "step_id, correlation_id, kind, name, causation_id, external_cause, scheduled_by,"
            + " trace_id, started_at, waited, duration, error, attributes, instance_id, escaped";

    /** Three missed heartbeats, by the database's clock, and a process is not considered running any more. */
    static final String INSTANCE = "instance_id, service, host, pid, started_at, heartbeat_at, stopped_at,"
            + " stopped_at IS NULL AND heartbeat_at > clock_timestamp() - interval '30 seconds' AS alive";

    /** Numbers as long as PostgreSQL has them: what was stored must be readable. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(200_000)
                            .build())
                    .build())
            .build();

    private Rows() {}

    static RecordedEvent event(ResultSet row) throws SQLException {
        boolean escaped = row.getBoolean("escaped");
        JsonNode data = JSON.readTree(text(row, "data"));
        return new RecordedEvent(
                text(row, "event_id"),
                row.getLong("position"),
                plain(text(row, "type"), escaped),
                subjects(row, escaped),
                escaped ? Escapes.unescape(data) : data,
                map(text(row, "metadata"), escaped),
                text(row, "correlation_id"),
                row.getString("causation_id"),
                row.getString("step_id"),
                via(row, escaped),
                plain(text(row, "thread"), escaped),
                row.getString("trace_id"),
                row.getString("span_id"),
                time(row, "occurred_at"),
                time(row, "recorded_at"),
                text(row, "instance_id"));
    }

    static List<String> subjects(ResultSet row, boolean escaped) throws SQLException {
        String[] stored = (String[]) row.getArray("subjects").getArray();
        if (escaped) {
            for (int i = 0; i < stored.length; i++) {
                stored[i] = Escapes.unescape(stored[i]);
            }
        }
        return List.of(stored);
    }

    private static @Nullable Via via(ResultSet row, boolean escaped) throws SQLException {
        String boundary = row.getString("via_boundary");
        if (boundary == null) {
            return null;
        }
        String name = row.getString("via_name");
        long waited = row.getLong("via_waited");
        return new Via(boundary, name == null ? null : plain(name, escaped), row.wasNull() ? Via.NOT_MEASURED : waited);
    }

    static RecordedStep step(ResultSet row) throws SQLException {
        boolean escaped = row.getBoolean("escaped");
        return new RecordedStep(
                text(row, "step_id"),
                text(row, "correlation_id"),
                plain(text(row, "kind"), escaped),
                plain(text(row, "name"), escaped),
                row.getString("causation_id"),
                plainOrNull(row.getString("external_cause"), escaped),
                plainOrNull(row.getString("scheduled_by"), escaped),
                row.getString("trace_id"),
                time(row, "started_at"),
                nanos(row, "waited"),
                nanos(row, "duration"),
                plainOrNull(row.getString("error"), escaped),
                map(text(row, "attributes"), escaped),
                text(row, "instance_id"));
    }

    static Instance instance(ResultSet row) throws SQLException {
        OffsetDateTime stopped = row.getObject("stopped_at", OffsetDateTime.class);
        return new Instance(
                text(row, "instance_id"),
                text(row, "service"),
                text(row, "host"),
                row.getLong("pid"),
                time(row, "started_at"),
                time(row, "heartbeat_at"),
                stopped == null ? null : stopped.toInstant(),
                row.getBoolean("alive"));
    }

    private static Map<String, String> map(String json, boolean escaped) {
        Map<String, String> map = new LinkedHashMap<>();
        JSON.readTree(json)
                .properties()
                .forEach(each -> map.put(each.getKey(), each.getValue().asString()));
        return escaped ? Escapes.unescape(map) : map;
    }

    static String plain(String text, boolean escaped) {
        return escaped ? Escapes.unescape(text) : text;
    }

    private static @Nullable String plainOrNull(@Nullable String text, boolean escaped) {
        return text == null ? null : plain(text, escaped);
    }

    static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class), column)
                .toInstant();
    }

    private static @Nullable Duration nanos(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Duration.ofNanos(value);
    }
}
