package dev.backstory.it.store;

import dev.backstory.it.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Many stories of four events each over the last 90 days, the older half of them of a plan that the newer ones are not of,
 * loaded by COPY into tables that are there already.
 */
final class History {

    static final int EVENTS_OF_STORY = 4;

    private static final String[] TYPES = {"OrderPlaced", "PaymentSuccessful", "ShipmentRequested", "ReceiptSent"};
    private static final int CUSTOMERS_SHARE = 25;
    private static final int CHUNK = 1 << 16;

    private final int stories;
    private final Instant end = Instant.now().minus(Duration.ofHours(1));
    private final Duration apart;

    History(int events) {
        this.stories = events / EVENTS_OF_STORY;
        this.apart = Duration.ofDays(90).dividedBy(stories);
    }

    /** The correlation id of the story of that number. */
    String correlationId(int story) {
        return id(story, 9).toString();
    }

    /** The first event of the story of that number. */
    String eventId(int story) {
        return id(story, 0).toString();
    }

    /** The step that began it. */
    String stepId(int story) {
        return id(story, 8).toString();
    }

    /** When the story of that number began. */
    Instant begun(int story) {
        return end.minus(apart.multipliedBy(stories - story));
    }

    int stories() {
        return stories;
    }

    void load(PostgresServer.Database database) throws SQLException, IOException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT backstory.create_partition(clock_timestamp() - days * interval '15 days')"
                    + " FROM generate_series(0, 7) AS days");
            copy(
                    connection,
                    "backstory.event (event_id, type, subjects, data, metadata, correlation_id, causation_id, step_id,"
                            + " thread, trace_id, occurred_at, recorded_at, instance_id)",
                    this::events);
            copy(
                    connection,
                    "backstory.step_observation (step_id, instance_id, sequence, correlation_id, kind, name,"
                            + " started_at, duration, error, attributes, recorded_at)",
                    this::step);
            statement.execute("VACUUM ANALYZE backstory.event");
            statement.execute("VACUUM ANALYZE backstory.step_observation");
        }
    }

    private interface Lines {
        void of(int story, StringBuilder out);
    }

    private void copy(Connection connection, String into, Lines lines) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + into + " FROM STDIN");
        StringBuilder out = new StringBuilder();
        for (int story = 0; story < stories; story++) {
            lines.of(story, out);
            if (out.length() > CHUNK || story == stories - 1) {
                byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(bytes, 0, bytes.length);
                out.setLength(0);
            }
        }
        copy.endCopy();
    }

    private void events(int story, StringBuilder out) {
        Instant begun = begun(story);
        UUID step = id(story, 8);
        for (int i = 0; i < EVENTS_OF_STORY; i++) {
            Instant at = begun.plusMillis(20L * i);
            line(
                    out,
                    id(story, i),
                    TYPES[i],
                    "{order/" + story + ",customer/" + story % customers() + "}",
                    "{\"amount\": 12.5, \"currency\": \"EUR\", \"note\": \"" + "n".repeat(120) + "\"}",
                    "{\"tenant\": \"t" + story % tenants() + "\", \"actor\": \"user" + story % 1000
                            + (story < stories / 2 ? "\", \"plan\": \"legacy" : "") + "\"}",
                    id(story, 9),
                    step,
                    step,
                    "http-nio-8080-exec-" + story % 10,
                    trace(story),
                    at,
                    at,
                    new UUID(0, story % 3));
        }
    }

    private void step(int story, StringBuilder out) {
        Instant begun = begun(story);
        line(
                out,
                id(story, 8),
                new UUID(0, story % 3),
                story,
                id(story, 9),
                story % 50 == 0 ? "job" : "request",
                story % 50 == 0 ? "Nightly" : "POST /orders",
                begun,
                80_000_000,
                story % 100 == 7 ? "java.lang.IllegalStateException" : "\\N",
                "{\"status\": \"201\"}",
                begun);
    }

    int customers() {
        return Math.max(1, stories / CUSTOMERS_SHARE);
    }

    /** Of up to 150 stories each, however long the history is. */
    int tenants() {
        return 200 * Math.max(1, stories / 15_000);
    }

    String trace(int story) {
        return id(story, 7).toString().replace("-", "");
    }

    private UUID id(int story, int part) {
        long millis = begun(story).toEpochMilli() + part;
        return new UUID(millis << 16 | 0x7000 | part, 0x8000000000000000L | story);
    }

    private static void line(StringBuilder out, Object... values) {
        for (int i = 0; i < values.length; i++) {
            out.append(i == 0 ? "" : "\t").append(values[i]);
        }
        out.append('\n');
    }
}
