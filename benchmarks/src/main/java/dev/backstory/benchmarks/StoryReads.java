package dev.backstory.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.backstory.seal.Sealer;
import dev.backstory.store.StoryReader;
import dev.backstory.store.postgres.PostgresStoryReader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Whether reading a story gets slower as history grows, at an even rate over up to 400 days; and what sealing takes. */
final class StoryReads {

    private static final int SECONDS_APART = 14;
    /** Three days ago: those after it are for the seal of yesterday. */
    private static final int NEWEST_SECONDS = 280_000;

    private static final int ROUNDS = 2_000;
    private static final int PLANS = 50;
    private static final int SEALED = 1_000_000;
    private static final Pattern BLOCKS = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");

    private final DataSource database;
    private final int secondsApart;
    private final LongHistory history;
    private final Random random = new Random(1);

    private StoryReads(DataSource database, int secondsApart) throws SQLException {
        this.database = database;
        this.secondsApart = secondsApart;
        this.history = new LongHistory(database, secondsApart, NEWEST_SECONDS / secondsApart);
    }

    /** Arguments: how many events at most, and how many seconds lie between two stories. */
    public static void main(String[] arguments) throws IOException, SQLException {
        int most = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000_000;
        int apart = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SECONDS_APART;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("maintenance_work_mem", "512MB")
                .setServerConfig("max_wal_size", "16GB")
                .start()) {
            StoryReads reads = new StoryReads(postgres.getPostgresDatabase(), apart);
            System.out.println(
                    "| events | months | a story, median | p95 | an event by its id | the story of an event | blocks read for a story |\n"
                            + "|---|---|---|---|---|---|---|");
            for (int events = 100_000; events <= most; events *= 10) {
                reads.measure(events);
                if (events == SEALED) {
                    reads.seal();
                }
            }
        }
    }

    private void measure(int events) throws SQLException {
        history.extendTo(events);
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(database);
            measure(events, pool);
        }
    }

    private void measure(int events, DataSource pool) throws SQLException {
        StoryReader reader = new PostgresStoryReader(pool);
        try (Connection connection = database.getConnection()) {
            double[] stories = millis(story -> reader.story(LongHistory.correlationId(story)));
            String[] ids = ids(connection);
            double[] event = millis(story -> reader.event(ids[story % ids.length]));
            double[] found = millis(story -> reader.findStory(ids[story % ids.length]));
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %d | %.2f ms | %.2f ms | %.2f ms | %.2f ms | %.0f |%n",
                    events,
                    (long) history.end() * secondsApart / 86_400 / 30 + 1,
                    stories[ROUNDS / 2],
                    stories[ROUNDS * 95 / 100],
                    event[ROUNDS / 2],
                    found[ROUNDS / 2],
                    blocks(connection));
        }
    }

    private double[] millis(IntConsumer read) {
        double[] millis = new double[ROUNDS];
        for (int i = -ROUNDS / 4; i < ROUNDS; i++) {
            int story = someStory();
            long start = System.nanoTime();
            read.accept(story);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis;
    }

    private int someStory() {
        return history.first() + random.nextInt(history.end() - history.first());
    }

    private String[] ids(Connection connection) throws SQLException {
        String[] ids = new String[500];
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT event_id FROM backstory.event WHERE correlation_id = ? ORDER BY position LIMIT 1")) {
            for (int i = 0; i < ids.length; i++) {
                query.setString(1, LongHistory.correlationId(someStory()));
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    ids[i] = row.getString(1);
                }
            }
        }
        return ids;
    }

    /** Unlike times, they are the same on any machine. */
    private double blocks(Connection connection) throws SQLException {
        double blocks = 0;
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF)"
                + " SELECT * FROM backstory.event WHERE correlation_id = ? ORDER BY position")) {
            for (int i = 0; i < PLANS; i++) {
                explain.setString(1, LongHistory.correlationId(someStory()));
                try (ResultSet rows = explain.executeQuery()) {
                    blocks += blocks(rows);
                }
            }
        }
        return blocks / PLANS;
    }

    /** Those of the plan's root, which has those of all its parts. */
    private static double blocks(ResultSet plan) throws SQLException {
        while (plan.next()) {
            Matcher matcher = BLOCKS.matcher(plan.getString(1));
            if (matcher.find()) {
                return number(matcher.group(1)) + number(matcher.group(2));
            }
        }
        return 0;
    }

    private static double number(@Nullable String digits) {
        return digits == null ? 0 : Double.parseDouble(digits);
    }

    private void seal() throws SQLException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            Sealer sealer = new Sealer(connection, null, Clock.systemUTC());
            long start = System.nanoTime();
            int days = sealer.sealUpTo(today.minusDays(2)).size();
            double all = (System.nanoTime() - start) / 1e9;
            statement.execute(history.events("9abc", "0", "'sealed-' || n", 4, 1, 25_000)
                    .replace("now() - n * interval '" + secondsApart + " seconds'", "now() - interval '1 day'"));
            start = System.nanoTime();
            sealer.seal();
            System.err.printf(
                    Locale.ROOT,
                    "sealing %d days with %,d events: %.1f s; then yesterday with 100,000: %.1f s%n",
                    days,
                    SEALED,
                    all,
                    (System.nanoTime() - start) / 1e9);
        }
    }
}
