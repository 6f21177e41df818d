package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.backstory.EventPublisher;
import dev.backstory.Follower;
import dev.backstory.it.CausesResolve;
import dev.backstory.store.journal.JournalStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 64 publishers in two JVMs, a real database, and everything that can go wrong between them. Longer and with another seed:
 * {@code -Dit.faults=100 -Dit.faults.seed=1}.
 */
class FaultsIT {

    private static final int ROUNDS = Integer.getInteger("it.faults", 0);
    private static final String ONLY_ONE_OF_EVENT_AND_ROW =
            "SELECT count(*) FROM own FULL JOIN (SELECT event_id FROM backstory.event WHERE data ->> 'way' ="
                    + " 'IN_TRANSACTION') AS event USING (event_id) WHERE own.event_id IS NULL OR event.event_id IS NULL";

    private static final String NOT_COUNTED_ONCE =
            "SELECT count(*) FROM (SELECT event_id, count(*) AS times FROM counted GROUP BY event_id) AS counted"
                    + " FULL JOIN (SELECT event_id FROM backstory.event WHERE type = 'Counted') AS event USING (event_id)"
                    + " WHERE times IS DISTINCT FROM 1 OR event.event_id IS NULL";

    private static final String READABLE =
            "SELECT count(*) FROM backstory.event WHERE strpos(data::text, '@example.com') > 0";

    private static final long SEED = Long.getLong("it.faults.seed", 20261124L);

    @Test
    @Timeout(3_600)
    void whatever_breaks_what_was_published_is_stored_once_and_nothing_else_is(@TempDir Path directory)
            throws Exception {
        Set<String> returned = new HashSet<>();
        Set<String> surelyNot;
        try (FaultyWorld world = new FaultyWorld(directory, SEED)) {
            for (FaultyWorld.Fault each : faults()) {
                world.cause(each);
                Set<String> sinceTheLast = world.returned("STORED");
                sinceTheLast.addAll(world.returned("COMMITTED"));
                sinceTheLast.removeAll(returned);
                assertThat(sinceTheLast).isNotEmpty();
                assertThat(missing(world, sinceTheLast))
                        .as("returned as stored and not there, after %s", each)
                        .isEmpty();
                returned.addAll(sinceTheLast);
                awaitDrained(world, returned, each);
            }
            world.killPublishers();
            store(world);

            returned.addAll(world.ids("STORED"));
            returned.addAll(world.ids("COMMITTED"));
            returned.removeAll(world.ids("JOURNALED"));
            int stored = returned.size();
            returned.addAll(world.ids("JOURNALED"));
            surelyNot = new HashSet<>(world.ids("NOT_STORED"));
            List<Row> rows = rows(world);
            Set<String> once = rows.stream().map(Row::id).collect(Collectors.toSet());
            // Not by their ids, which the table keeps from being doubled: by what the publishers counted.
            List<String> said = rows.stream()
                    .map(each -> each.publisher() + " " + each.number())
                    .toList();
            int doubled = said.size() - new HashSet<>(said).size();
            Set<String> lost = new HashSet<>(returned);
            lost.removeAll(once);
            Set<String> unexpected = new HashSet<>(surelyNot);
            unexpected.retainAll(once);
            System.out.printf(
                    "Faults with seed %d: %s%s%n%d events published: %d stored, %d by way of the journal; %d reported as not"
                            + " stored, %d as possibly stored; lost %d, doubled %d, stored although reported as not stored %d%n",
                    SEED,
                    world.happened(),
                    world.hasDisk() ? "" : " (no file system can be mounted here: DISK_FULL is a full journal.size)",
                    returned.size() + surelyNot.size() + world.ids("MAYBE").size(),
                    stored,
                    returned.size() - stored,
                    surelyNot.size(),
                    world.ids("MAYBE").size(),
                    lost.size(),
                    doubled,
                    unexpected.size());
            System.out.printf(
                    "%d of them in transactions, %d with personal data, %d counted by a follower%n",
                    number(world, "SELECT count(*) FROM own"),
                    number(world, "SELECT count(*) FROM backstory.event WHERE data ->> 'way' = 'PERSONAL'"),
                    number(world, "SELECT count(*) FROM counted"));

            List<Row> disordered = disordered(rows, returned);
            int alone = number(world, ONLY_ONE_OF_EVENT_AND_ROW);
            int miscounted = number(world, NOT_COUNTED_ONCE);
            int readable = number(world, READABLE);
            assertSoftly(all -> {
                all.assertThat(lost).as("published and not stored").isEmpty();
                all.assertThat(doubled).as("stored twice").isZero();
                all.assertThat(unexpected).as("reported as not stored").isEmpty();
                all.assertThat(disordered)
                        .as("out of the order of their thread")
                        .isEmpty();
                all.assertThat(alone)
                        .as("an event without the row of its transaction, or the other way round")
                        .isZero();
                all.assertThat(miscounted).as("not once with the follower").isZero();
                all.assertThat(readable).as("personal data that can be read").isZero();
                all.assertThat(world.ids("JOURNALED")).isNotEmpty();
                all.assertThat(world.ids("COMMITTED")).isNotEmpty();
            });
            CausesResolve.in(world.database());
        }
    }

    /** It may be that of a JVM that was killed, which the other one finds after a while. */
    private static void awaitDrained(FaultyWorld world, Set<String> returned, FaultyWorld.Fault after) {
        Set<String> journaled = world.returned("JOURNALED");
        journaled.removeAll(returned);
        Awaitility.await()
                .atMost(FaultyWorld.PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(missing(world, journaled))
                        .as("returned as journaled and not there, after %s", after)
                        .isEmpty());
        returned.addAll(journaled);
    }

    /** Each of them, in any order; or as many as were asked for. */
    private static List<FaultyWorld.Fault> faults() {
        Random random = new Random(SEED);
        List<FaultyWorld.Fault> all = List.of(FaultyWorld.Fault.values());
        List<FaultyWorld.Fault> faults = new ArrayList<>(all);
        Collections.shuffle(faults, random);
        while (faults.size() < ROUNDS) {
            faults.add(all.get(random.nextInt(all.size())));
        }
        return faults;
    }

    /** What the killed JVMs have left in the journal. */
    private static void store(FaultyWorld world) throws SQLException {
        try (EventPublisher next = EventPublisher.builder()
                .dataSource(world.database().dataSource())
                .setting("backstory.journal.dir", world.journal().toString())
                .setting("backstory.master-key", FaultyWorld.MASTER_KEY)
                .build()) {
            Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(
                            JournalStatus.of(world.journal()))
                    .isEmpty());
            assertThat(next.reader().findStory(FaultyWorld.STORY)).isEqualTo(FaultyWorld.STORY);
            try (Follower follower = PublishingJvm.count(next)) {
                Awaitility.await()
                        .atMost(FaultyWorld.PATIENCE)
                        .until(() -> follower.status().instanceId() != null
                                && follower.status().behindSince() == null);
            }
            List<String> personal = column(
                    world,
                    "SELECT event_id FROM backstory.event WHERE data ->> 'way' = 'PERSONAL' ORDER BY event_id DESC LIMIT 50");
            assertThat(personal).isNotEmpty().allSatisfy(each -> assertThat(
                            Objects.requireNonNull(next.reader().event(each))
                                    .data()
                                    .path("email")
                                    .asString())
                    .isEqualTo(PublishingThread.email(each)));
        }
    }

    private static List<String> column(FaultyWorld world, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = world.database().connect();
                Statement statement = connection.createStatement();
                ResultSet each = statement.executeQuery(sql)) {
            while (each.next()) {
                values.add(each.getString(1));
            }
        }
        return values;
    }

    private static int number(FaultyWorld world, String sql) throws SQLException {
        return Integer.parseInt(column(world, sql).get(0));
    }

    private static Set<String> missing(FaultyWorld world, Set<String> ids) throws SQLException {
        Set<String> missing = new HashSet<>(ids);
        try (Connection connection = world.database().connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT event_id FROM backstory.event WHERE event_id = ANY (?::uuid[])")) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (ResultSet each = statement.executeQuery()) {
                while (each.next()) {
                    missing.remove(each.getString(1));
                }
            }
        }
        return missing;
    }

    private record Row(String id, String publisher, int number) {}

    private static List<Row> rows(FaultyWorld world) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Connection connection = world.database().connect();
                Statement statement = connection.createStatement();
                ResultSet each = statement.executeQuery("SELECT event_id, instance_id || ' ' || (data ->> 'thread'),"
                        + " (data ->> 'i')::int FROM backstory.event ORDER BY position")) {
            while (each.next()) {
                rows.add(new Row(each.getString(1), each.getString(2), each.getInt(3)));
            }
        }
        return rows;
    }

    /** One that was reported as possibly stored may have been on its way for long. */
    private static List<Row> disordered(List<Row> rows, Set<String> returned) {
        Map<String, Integer> last = new HashMap<>();
        List<Row> disordered = new ArrayList<>();
        for (Row each : rows) {
            if (returned.contains(each.id())) {
                Integer before = last.put(each.publisher(), each.number());
                if (before != null && before >= each.number()) {
                    disordered.add(each);
                }
            }
        }
        return disordered;
    }
}
