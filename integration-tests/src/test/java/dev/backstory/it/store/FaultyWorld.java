package dev.backstory.it.store;

import dev.backstory.it.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL of its own at two addresses, and two JVMs of 32 publishers each, one with a journal and one without; half of
 * the publishers wait for each event, the others publish in {@linkplain PublishingThread.Way every way} there is. Every fault ends with
 * both of them storing again.
 */
final class FaultyWorld implements AutoCloseable {

    static final String STORY = "faults";
    static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final int PUBLISHERS = 32;
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What happens to it. */
    enum Fault {
        /** {@code kill -9} of a publishing JVM at some point, and another one in its place. */
        PUBLISHER_KILLED,
        /** {@code kill -9} of the database under load, and its recovery. */
        DATABASE_KILLED,
        /** All connections break. */
        CONNECTIONS_CUT,
        /** Nothing passes, and nobody is told. */
        NETWORK_STALLED,
        /** A connection breaks in the middle of an answer. */
        ANSWER_TRUNCATED,
        /** Nobody is there for longer than {@code backstory.store.wait}. */
        DATABASE_AWAY,
        /** The database is to be had at its other address only. */
        FAILED_OVER,
        /** What the database does for its clients stands still, they lose their connections, and later it goes on. */
        SERVER_STALLED,
        /** Nobody is there, and the disk under the journal is full; without a disk of its own, its {@code journal.size} is. */
        DISK_FULL
    }

    private final Path directory;
    private final SmallDisk disk;
    private final Random random;
    private final int port;
    private final TcpProxy first;
    private final TcpProxy second;
    private final List<PublishingJvm> gone = new ArrayList<>();
    private final PublishingJvm[] publishing = new PublishingJvm[2];
    private final Map<Fault, Integer> happened = new TreeMap<>();
    private EmbeddedPostgres server;

    FaultyWorld(Path directory, long seed) throws IOException, InterruptedException {
        this.directory = directory;
        this.disk = SmallDisk.at(directory.resolve("disk"), "8m");
        this.random = new Random(seed);
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        this.server = start();
        database().execute("CREATE TABLE own (event_id uuid PRIMARY KEY); CREATE TABLE counted (event_id uuid)");
        this.first = new TcpProxy(port);
        this.second = new TcpProxy(port);
        for (int i = 0; i < publishing.length; i++) {
            publishing[i] = publish(i == 0);
        }
    }

    PostgresServer.Database database() {
        return new PostgresServer.Database("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "postgres");
    }

    Path journal() {
        return disk.path().resolve("journal");
    }

    /** Whether {@link Fault#DISK_FULL} fills a disk. */
    boolean hasDisk() {
        return disk.isMounted();
    }

    Map<Fault, Integer> happened() {
        return happened;
    }

    /** Of the JVMs that were killed: after {@link #killPublishers} all. */
    List<String> ids(String outcome) {
        List<String> ids = new ArrayList<>();
        gone.forEach(each -> ids.addAll(each.ids(outcome)));
        return ids;
    }

    /** What has returned with that outcome so far, also to those who are publishing. */
    Set<String> returned(String outcome) {
        Set<String> ids = new HashSet<>(ids(outcome));
        for (PublishingJvm each : publishing) {
            ids.addAll(each.ids(outcome));
        }
        return ids;
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private PublishingJvm publish(boolean withJournal) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "backstory.url",
                "jdbc:postgresql://127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port() + "/postgres",
                "backstory.user",
                "postgres",
                "backstory.password",
                "postgres",
                "backstory.service",
                withJournal ? "with-journal" : "without",
                "backstory.master-key",
                MASTER_KEY,
                "backstory.store.wait",
                "3s"));
        if (withJournal) {
            settings.put("backstory.journal.dir", journal().toString());
            // Small, so that it is full now and then.
            settings.put("backstory.journal.size", "2MB");
            settings.put("backstory.journal.full", random.nextBoolean() ? "wait" : "fail");
        }
        return PublishingJvm.startEveryWay(PUBLISHERS, STORY, settings);
    }

    void cause(Fault fault) throws IOException, InterruptedException {
        awaitStoring();
        happened.merge(fault, 1, Integer::sum);
        awaitSome(random.nextInt(400));
        switch (fault) {
            case PUBLISHER_KILLED -> {
                int victim = random.nextInt(publishing.length);
                publishing[victim].kill();
                gone.add(publishing[victim]);
                publishing[victim] = publish(victim == 0);
            }
            case DATABASE_KILLED -> {
                kill();
                server.close();
                server = start();
            }
            case CONNECTIONS_CUT -> {
                first.cut();
                second.cut();
            }
            case NETWORK_STALLED -> {
                first.stall();
                second.stall();
                pass(500 + random.nextInt(4_000));
            }
            case ANSWER_TRUNCATED -> {
                first.truncateAnswersAfter(1 + random.nextInt(20_000));
                awaitSome(200);
            }
            case DATABASE_AWAY -> {
                first.away();
                second.away();
                pass(3_500 + random.nextInt(3_000));
            }
            case FAILED_OVER -> {
                first.away();
                awaitStoring();
            }
            case SERVER_STALLED -> stallServer();
            case DISK_FULL -> {
                first.away();
                second.away();
                pass(random.nextInt(2_000));
                disk.fill();
                pass(3_500 + random.nextInt(3_000));
                if (random.nextBoolean()) {
                    disk.free();
                }
            }
        }
        first.back();
        second.back();
        awaitStoring();
        disk.free();
    }

    /** Those who publish do so again on new connections, while what they have sent before is still under way. */
    private void stallServer() throws IOException, InterruptedException {
        String backends = Objects.requireNonNull(database()
                .queryOne("SELECT string_agg(pid::text, ' ') FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"));
        signal("STOP", backends);
        try {
            first.cut();
            second.cut();
            pass(1_500 + random.nextInt(3_000));
        } finally {
            signal("CONT", backends);
        }
    }

    private static void signal(String name, String pids) throws IOException, InterruptedException {
        // Some have ended meanwhile.
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + pids + " 2>/dev/null")
                .start()
                .waitFor();
    }

    /** How long a fault lasts is part of it. */
    private static void pass(long millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    private void awaitSome(int events) {
        long before = publishing[0].count() + publishing[1].count();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> publishing[0].count() + publishing[1].count() >= before + events);
    }

    private void awaitStoring() {
        for (PublishingJvm each : publishing) {
            int before = each.ids("STORED").size();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> each.ids("STORED").size() > before);
        }
    }

    /** Without a word to anyone, as when the machine loses power. */
    private void kill() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("data").resolve("postmaster.pid"))
                .get(0)
                .strip());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    void killPublishers() {
        for (PublishingJvm each : publishing) {
            each.kill();
            gone.add(each);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (PublishingJvm each : publishing) {
            each.kill();
        }
        first.close();
        second.close();
        server.close();
        disk.close();
    }
}
