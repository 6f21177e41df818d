package dev.backstory.it.store;

import dev.backstory.it.PostgresServer;
import dev.backstory.seal.Seal;
import dev.backstory.seal.Verification;
import dev.backstory.store.postgres.PostgresEventStore;
import dev.backstory.store.postgres.Seals;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** A store with events of the last days, and a hand that can do with its tables what their owner can. */
final class SealedStore {

    final PostgresServer.Database database;
    final Seals seals;

    SealedStore(String name) {
        database = PostgresServer.newDatabase(name);
        database.execute(PostgresEventStore.schemaSql());
        seals = new Seals(database.dataSource());
    }

    static LocalDate daysAgo(int days) {
        return LocalDate.now(ZoneOffset.UTC).minusDays(days);
    }

    /** Stores so many events in one transaction, as if it had been then. */
    void record(int events, LocalDate day) {
        tamper(insert(events, day));
    }

    static String insert(int events, LocalDate day) {
        // In the partition of this month: ids need not be of the day.
        return ("INSERT INTO backstory.event (event_id, type, subjects, data, metadata, correlation_id, via_name, thread,"
                        + " occurred_at, recorded_at, instance_id) SELECT overlay(gen_random_uuid()::text placing"
                        + " left(backstory.uuid_at(clock_timestamp())::text, 15) || '7' from 1)::uuid, 'Fact',"
                        + " ARRAY['fact/' || i], jsonb_build_object('n', i), '{}', 'story-' || i, 'mail', 'main', at, at,"
                        + " gen_random_uuid() FROM (SELECT i, timestamptz '%s 10:00:00+00' + i * interval '1 second' AS at"
                        + " FROM generate_series(1, %d) AS i) AS facts")
                .formatted(day, events);
    }

    /** As the tables' owner, with their triggers off. */
    void tamper(String... statements) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            for (String each : statements) {
                statement.execute(each);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    List<Seal> seal() {
        return seals.seal(null, LocalDate.MAX);
    }

    Verification verify() {
        return seals.verify(null, Map.of(), null);
    }
}
