package dev.backstory.it.viewer;

import dev.backstory.context.Via;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a story into the tables as it would have been recorded at a time of the past, which a publisher, rightly, cannot
 * pretend. The database has the schema already.
 */
final class StoredStory {

    private static final String EVENT = "INSERT INTO backstory.event (event_id, type, subjects, data, metadata,"
            + " correlation_id, causation_id, step_id, via_boundary, via_name, via_waited, thread, trace_id,"
            + " occurred_at, recorded_at, instance_id)"
            + " VALUES (?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String STEP = "INSERT INTO backstory.step_observation (step_id, instance_id, sequence,"
            + " correlation_id, kind, name, causation_id, trace_id, started_at, waited, duration, error, attributes,"
            + " recorded_at) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Connection connection;
    private final Instant start;
    private final String correlationId;
    private final String traceId;
    private Map<String, String> metadata = Map.of();
    private long offset;

    StoredStory(Connection connection, Instant start) {
        this.connection = connection;
        this.start = start;
        this.correlationId = idAt(start).toString();
        this.traceId = UUID.randomUUID().toString().replace("-", "");
    }

    String correlationId() {
        return correlationId;
    }

    /** What every further event of the story says beside its data. */
    StoredStory with(Map<String, String> said) {
        metadata = said;
        return this;
    }

    /** What comes next happens so long after the beginning. */
    StoredStory at(long millis) {
        offset = millis;
        return this;
    }

    UUID step(UUID instance, String kind, String name, @Nullable UUID cause, long ran) {
        return step(instance, kind, name, cause, -1, ran, null, Map.of());
    }

    /** Negative times are not measured: the work did not wait, or has not ended. */
    UUID step(
            UUID instance,
            String kind,
            String name,
            @Nullable UUID cause,
            long waited,
            long ran,
            @Nullable String error,
            Map<String, String> attributes) {
        Instant at = start.plusMillis(offset);
        UUID id = idAt(at);
        insert(
                STEP,
                id,
                instance,
                correlationId,
                kind,
                name,
                cause,
                traceId,
                Timestamp.from(at),
                nanos(waited),
                nanos(ran),
                error,
                JSON.writeValueAsString(attributes),
                Timestamp.from(at.plusMillis(Math.max(ran, 0))));
        return id;
    }

    UUID event(UUID instance, String type, UUID step, @Nullable UUID cause, Map<String, ?> data, String... subjects) {
        return event(instance, type, step, cause, null, "http-nio-8080-exec-3", data, subjects);
    }

    UUID event(
            UUID instance,
            String type,
            UUID step,
            @Nullable UUID cause,
            @Nullable Via via,
            String thread,
            Map<String, ?> data,
            String... subjects) {
        Instant at = start.plusMillis(offset);
        UUID id = idAt(at);
        insert(
                EVENT,
                id,
                type,
                subjects,
                JSON.writeValueAsString(data),
                JSON.writeValueAsString(metadata),
                correlationId,
                cause == null ? step : cause,
                step,
                via == null ? null : via.boundary(),
                via == null ? null : via.name(),
                via == null || via.waitedNanos() < 0 ? null : via.waitedNanos(),
                thread,
                traceId,
                Timestamp.from(at),
                Timestamp.from(at.plusMillis(2)),
                instance);
        return id;
    }

    /** A process; without a word of its end it is alive when it was heard of just now. */
    static UUID instance(Connection connection, String service, Instant started, Instant heard) {
        UUID id = idAt(started);
        insert(
                connection,
                "INSERT INTO backstory.instance (instance_id, service, host, pid, started_at, heartbeat_at)"
                        + " VALUES (?, ?, 'web-1', 4711, ?, ?)",
                id,
                service,
                Timestamp.from(started),
                Timestamp.from(heard));
        return id;
    }

    private static @Nullable Long nanos(long millis) {
        return millis < 0 ? null : Duration.ofMillis(millis).toNanos();
    }

    /** A UUID of version 7 of that time. */
    private static UUID idAt(Instant time) {
        UUID random = UUID.randomUUID();
        long high = time.toEpochMilli() << 16 | 0x7000 | (random.getMostSignificantBits() & 0xFFF);
        return new UUID(high, random.getLeastSignificantBits());
    }

    private void insert(String sql, @Nullable Object... values) {
        insert(connection, sql, values);
    }

    private static void insert(Connection connection, String sql, @Nullable Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                if (value instanceof String[] texts) {
                    statement.setArray(i + 1, connection.createArrayOf("text", texts));
                } else {
                    statement.setObject(i + 1, value);
                }
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
