package dev.backstory.it.messages;

import dev.backstory.Events;
import dev.backstory.context.Carrier;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Propagator;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.it.harness.Case;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** An outbox of the application's own: one JVM writes rows in its transactions, another one sends what they say. */
final class OutboxApp {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Propagator PROPAGATOR = Propagator.withMetadata(Set.of());

    private OutboxApp() {}

    /** Adds one row in a story, and one in no story. */
    static void order(String table) throws Exception {
        try (Connection connection = database();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS " + table
                            + " (id serial PRIMARY KEY, topic text, ids jsonb, added_at timestamptz DEFAULT clock_timestamp())");
            connection.setAutoCommit(false);
            Case.inStep("orders", () -> {
                Case.publish("ordered");
                add(connection, table, "paid-" + table);
                connection.commit();
            });
            add(connection, table, "foreign-" + table);
            connection.commit();
        }
    }

    private static void add(Connection connection, String table, String topic) throws SQLException {
        Ids ids = new Ids(new HashMap<>());
        PROPAGATOR.inject(CausalContext.current(), ids);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " (topic, ids) VALUES (?, ?::jsonb)")) {
            insert.setString(1, topic);
            insert.setString(2, JSON.writeValueAsString(ids.entries));
            insert.executeUpdate();
        }
    }

    /** Sends what all rows say, each in a step of its own. */
    static void relay(String broker, String table) throws Exception {
        Events.publisher();
        try (Connection connection = database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT topic, ids, added_at FROM " + table + " ORDER BY id")) {
            while (rows.next()) {
                Ids ids = new Ids(JSON.readValue(rows.getString("ids"), new TypeReference<Map<String, String>>() {}));
                Duration waited = Duration.between(rows.getTimestamp("added_at").toInstant(), Instant.now());
                Step step = Step.of(Step.JOB, "outbox")
                        .from(PROPAGATOR.extract(ids))
                        .waitedNanos(Math.max(0, waited.toNanos()))
                        .start();
                try (Scope ignored = step.context().activate()) {
                    ServicesApp.send(broker, rows.getString("topic"));
                } finally {
                    step.end();
                }
            }
        }
    }

    private static Connection database() throws SQLException {
        return DriverManager.getConnection(
                System.getProperty("backstory.url"),
                System.getProperty("backstory.user"),
                System.getProperty("backstory.password"));
    }

    /** The ids of a row. */
    private record Ids(Map<String, String> entries) implements Carrier {

        @Override
        public @Nullable String get(String key) {
            return entries.get(key);
        }

        @Override
        public void set(String key, String value) {
            entries.put(key, value);
        }

        @Override
        public void remove(String key) {
            entries.remove(key);
        }
    }
}
