package dev.backstory.benchmarks.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.backstory.store.postgres.PostgresEventStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Events a second and CPU for each, of several ways to store them in the same server. They take turns in one run. */
public final class CompareStores {

    private static final int[] PUBLISHERS = {1, 8, 64};
    /** The compiler takes as long, and its time would count as that of the events. */
    private static final int WARM_UP = 10;

    private static final Duration TURN = Duration.ofSeconds(1);

    private final EmbeddedPostgres server;
    private final List<Contender> contenders = new ArrayList<>();
    private final List<HikariDataSource> pools = new ArrayList<>();
    private int databases;

    private CompareStores(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Arguments: how many rounds, and titles of rows, if not all of them are wanted. */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                // Embedded servers start without both.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "800")
                // What would come at any time, in anybody's turn.
                .setServerConfig("autovacuum", "off")
                .setServerConfig("max_wal_size", "16GB")
                .setServerConfig("checkpoint_timeout", "1h")
                .start()) {
            new CompareStores(server)
                    .run(rounds, List.of(arguments).subList(Math.min(1, arguments.length), arguments.length));
        }
        System.exit(0);
    }

    private void run(int rounds, List<String> wanted) throws Exception {
        enter();
        if (!wanted.isEmpty()) {
            contenders.removeIf(each -> !wanted.contains(each.title()));
        }
        Figures figures = new Figures();
        ProcessHandle process = Cpu.server(server.getPostgresDatabase());
        for (int round = 1 - WARM_UP; round <= rounds; round++) {
            System.err.println(round > 0 ? "round " + round : "warming up");
            for (int publishers : PUBLISHERS) {
                for (Contender each : contenders) {
                    Slice slice = Slice.of(each, publishers, TURN, process);
                    if (round > 0) {
                        figures.add(each.title(), publishers, slice);
                    }
                }
            }
        }
        print(figures);
        System.out.println(TransactionTrips.table((PGSimpleDataSource) storeDatabase()));
        for (Contender each : contenders) {
            each.close();
        }
        pools.forEach(HikariDataSource::close);
    }

    private void enter() throws SQLException, IOException {
        contenders.add(new Ours(storeDatabase(), InFlight.ONE, false));
        contenders.add(new Ours(storeDatabase(), InFlight.MANY, false));
        contenders.add(new Ours(storeDatabase(), InFlight.AS_COPY, false));
        contenders.add(new Ours(storeDatabase(), InFlight.ONE, true));
        for (EventTable table : EventTable.values()) {
            contenders.add(new SingleRows(storeDatabase(), table));
            contenders.add(new GroupCommit(storeDatabase(), table, InFlight.ONE));
            contenders.add(new GroupCommit(storeDatabase(), table, InFlight.MANY));
            contenders.add(new CopiedBatches(storeDatabase(), table));
        }
        contenders.add(new Axon(pool(database())));
        contenders.add(new Modulith(pool(database())));
        contenders.add(new MessageDb(database()));
    }

    private void print(Figures figures) {
        System.out.println("| | events/s, 1 publisher | 8 | 64 | µs CPU here + in the server, 1 publisher | 8 | 64 |\n"
                + "|---|---|---|---|---|---|---|");
        for (Contender each : contenders) {
            System.out.println(figures.row(each.title(), PUBLISHERS));
        }
        System.out.println();
        for (int publishers : PUBLISHERS) {
            System.out.printf(
                    Locale.ROOT,
                    "%d publishers: ours : a row at a time %.2f, : bare group commit %.2f; ours, 64 in flight : COPY %.2f,"
                            + " : bare group commit, 64 in flight %.2f; ours, 1000 in flight : COPY %.2f%n",
                    publishers,
                    figures.ratio("Backstory", "a row at a time", publishers),
                    figures.ratio("Backstory", "bare group commit", publishers),
                    figures.ratio("Backstory, 64 in flight", "COPY of 1,000", publishers),
                    figures.ratio("Backstory, 64 in flight", "bare group commit, 64 in flight", publishers),
                    figures.ratio("Backstory, 1000 in flight", "COPY of 1,000", publishers));
        }
        System.out.println();
    }

    /** A database of its own with the store's tables, and the bare one. */
    private DataSource storeDatabase() throws SQLException {
        DataSource database = database();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(PostgresEventStore.schemaSql());
            statement.execute(
                    "CREATE TABLE bare_event (LIKE backstory.event INCLUDING DEFAULTS, PRIMARY KEY (event_id))");
        }
        return database;
    }

    private DataSource database() throws SQLException {
        String name = "contender" + ++databases;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return server.getDatabase("postgres", name);
    }

    private DataSource pool(DataSource database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(database);
        // Modulith's publishers hold a second connection while they mark what is completed.
        pool.setMaximumPoolSize(2 * PUBLISHERS[PUBLISHERS.length - 1] + 2);
        pools.add(pool);
        return pool;
    }
}
