package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.PublishException;
import dev.backstory.it.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A primary and a standby that it waits for, at two addresses; the standby's comes first, as that of a primary that has failed before does. */
@Timeout(120)
class FailoverIT {

    private final Set<String> stored = ConcurrentHashMap.newKeySet();
    private volatile boolean enough;

    @TempDir
    Path directory;

    @Test
    void what_was_published_is_where_the_standby_takes_over() throws Exception {
        Path primaryData = directory.resolve("primary");
        Path standbyData = directory.resolve("standby");
        int primaryPort = freePort();
        int standbyPort = freePort();
        server(primaryData, primaryPort).start().close();
        copy(primaryData, standbyData);
        Files.createFile(standbyData.resolve("standby.signal"));
        Files.writeString(
                standbyData.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + primaryPort + " user=postgres password=postgres'\n");

        PostgresServer.Database standby = database(standbyPort);
        try (EmbeddedPostgres primary = server(primaryData, primaryPort)
                        .setServerConfig("synchronous_standby_names", "*")
                        .start();
                EmbeddedPostgres second = server(standbyData, standbyPort).start();
                EventPublisher publisher = EventPublisher.builder()
                        .service("shop")
                        .setting(
                                "backstory.url",
                                "jdbc:postgresql://127.0.0.1:" + standbyPort + ",127.0.0.1:" + primaryPort
                                        + "/postgres")
                        .setting("backstory.user", standby.user())
                        .setting("backstory.password", standby.password())
                        .setting("backstory.store.wait", "5s")
                        .build()) {
            Thread publishing = new Thread(() -> publish(publisher), "publishing");
            publishing.start();
            awaitStored(50);
            assertThat(standby.queryOne("SELECT pg_is_in_recovery()")).isEqualTo("t");

            primary.close();
            standby.queryOne("SELECT pg_promote()");
            awaitStored(stored.size() + 50);
            enough = true;
            publishing.join();
            assertThat(second.getPort()).isEqualTo(standbyPort);
            assertThat(standby.queryOne("SELECT count(*) FROM backstory.event WHERE event_id = ANY ('{"
                            + String.join(",", stored) + "}'::uuid[])"))
                    .isEqualTo(Integer.toString(stored.size()));
        } finally {
            enough = true;
        }
    }

    private void publish(EventPublisher publisher) {
        while (!enough) {
            try {
                stored.add(publisher
                        .publish(Event.of("Load").correlationId("failover"))
                        .eventId());
            } catch (PublishException e) {
                // While nobody takes it.
            }
        }
    }

    private void awaitStored(int atLeast) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(stored)
                .hasSizeGreaterThanOrEqualTo(atLeast));
    }

    private static EmbeddedPostgres.Builder server(Path data, int port) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("synchronous_commit", "on");
    }

    private static PostgresServer.Database database(int port) {
        return new PostgresServer.Database("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "postgres");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                // Others than the owner may not see it, or the server does not start.
                Files.createDirectory(
                        to.resolve(from.relativize(each)),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
                Files.copy(each, to.resolve(from.relativize(each)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
