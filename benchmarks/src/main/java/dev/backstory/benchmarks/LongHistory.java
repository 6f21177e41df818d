package dev.backstory.benchmarks;

import dev.backstory.store.postgres.PostgresEventStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** Stories of four events and a request each, at even distances of time, the newest first; made by the database itself. */
final class LongHistory {

    static final int EVENTS_OF_STORY = 4;

    private static final int CHUNK = 100_000 / EVENTS_OF_STORY;

    /** A UUID of version 7, of the time of story n; the first letter after the time tells kinds of rows apart. */
    private static final String ID = "(lpad(to_hex(((extract(epoch FROM now()) - n * %d) * 1000)::bigint), 12, '0')"
            + " || '7%s008' || lpad(to_hex(n), 15, '0'))::uuid";

    private final DataSource database;
    private final int secondsApart;
    private final int first;
    private int next;

    /**
     * @param secondsApart how long after one story the next one began
     * @param first the number of the newest, that is how many times as long ago it began
     */
    LongHistory(DataSource database, int secondsApart, int first) throws SQLException {
        this.database = database;
        this.secondsApart = secondsApart;
        this.first = first;
        this.next = first;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(PostgresEventStore.schemaSql());
            statement.execute("INSERT INTO backstory.instance (instance_id, service, host, pid)"
                    + " VALUES ('00000000-0000-0000-0000-000000000001', 'shop', 'host', 1)");
        }
    }

    int first() {
        return first;
    }

    /** Above the number of the oldest story. */
    int end() {
        return next;
    }

    static String correlationId(int story) {
        return "story-" + story;
    }

    String steps(String letter, String story, String kindAndName, int from, int to) {
        return "INSERT INTO backstory.step_observation (step_id, instance_id, sequence, correlation_id, kind, name,"
                + " started_at, duration, attributes, recorded_at)"
                + " SELECT " + id(letter) + ", '00000000-0000-0000-0000-000000000001', n, " + story + ", "
                + kindAndName + ", " + time() + ", 80000000, '{\"status\": \"201\"}', " + time()
                + " FROM generate_series(" + from + ", " + to + ") n";
    }

    String events(String letters, String step, String story, int ofStep, int from, int to) {
        return "INSERT INTO backstory.event (event_id, type, subjects, data, metadata, correlation_id, causation_id,"
                + " step_id, thread, occurred_at, recorded_at, instance_id)"
                + " SELECT " + id("' || substr('" + letters + "', i, 1) || '") + ","
                + " (ARRAY['OrderPlaced', 'PaymentSuccessful', 'ShipmentRequested', 'ReceiptSent'])[i],"
                + " ARRAY['order/' || n, 'customer/' || n % 10000],"
                + " jsonb_build_object('amount', 12.5, 'currency', 'EUR', 'note', repeat('n', 120)),"
                + " jsonb_build_object('tenant', 't' || n % 200, 'actor', 'user' || n % 1000), " + story + ","
                + " " + id(step) + ", " + id(step) + ", 'http-nio-8080-exec-1', " + time() + ", " + time() + ","
                + " '00000000-0000-0000-0000-000000000001'"
                + " FROM generate_series(" + from + ", " + to + ") n, generate_series(1, " + ofStep + ") i";
    }

    private String id(String letter) {
        return ID.formatted(secondsApart, letter);
    }

    private String time() {
        return "now() - n * interval '" + secondsApart + " seconds'";
    }

    /** Adds older stories until there are so many events. */
    void extendTo(int events) throws SQLException {
        int end = first + events / EVENTS_OF_STORY;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT backstory.create_partition(now() - days * interval '15 days')"
                    + " FROM generate_series(0, " + ((long) end * secondsApart / 86_400 / 15 + 3) + ") AS days");
            Map<String, String> indexes = indexes(statement);
            for (String each : indexes.keySet()) {
                statement.execute("DROP INDEX " + each);
            }
            for (; next < end; next = Math.min(next + CHUNK, end)) {
                int last = Math.min(next + CHUNK, end) - 1;
                statement.execute(steps("0", "'story-' || n", "'request', 'POST /orders'", next, last));
                statement.execute(events("1234", "0", "'story-' || n", EVENTS_OF_STORY, next, last));
            }
            for (String each : indexes.values()) {
                statement.execute(each.replace(" ON ONLY ", " ON "));
            }
        }
        vacuum("event", "step_observation");
    }

    void vacuum(String... tables) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : tables) {
                statement.execute("VACUUM ANALYZE backstory." + each);
            }
        }
    }

    /** Made anew afterwards, which takes less than keeping them: how to make each, by name. */
    private static Map<String, String> indexes(Statement statement) throws SQLException {
        Map<String, String> indexes = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT indexrelid::regclass, pg_get_indexdef(indexrelid)"
                + " FROM pg_index WHERE NOT indisprimary"
                + " AND indrelid IN ('backstory.event'::regclass, 'backstory.step_observation'::regclass)")) {
            while (rows.next()) {
                indexes.put(rows.getString(1), rows.getString(2));
            }
        }
        return indexes;
    }
}
