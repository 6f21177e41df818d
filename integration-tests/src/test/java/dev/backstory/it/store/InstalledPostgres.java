package dev.backstory.it.store;

import dev.backstory.it.PostgresServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A cluster of the PostgreSQL that the machine has, with {@code pg_dump}, which the embedded one comes without. */
final class InstalledPostgres implements AutoCloseable {

    private final Path bin;
    private final int port;
    private final Process server;

    private InstalledPostgres(Path bin, int port, Process server) {
        this.bin = bin;
        this.port = port;
        this.server = server;
    }

    /** Where its programs are; null when there is none, or not all of it. */
    static @Nullable Path found() throws IOException {
        Path installed = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(installed)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(installed)) {
            return versions.map(each -> each.resolve("bin"))
                    .filter(each ->
                            Files.isExecutable(each.resolve("pg_dump")) && Files.isExecutable(each.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    static InstalledPostgres start(Path bin, Path directory) throws IOException, InterruptedException {
        String data = directory.resolve("data").toString();
        run(bin, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        InstalledPostgres postgres = new InstalledPostgres(
                bin,
                port,
                command(bin, "postgres", "-D", data, "-p", Integer.toString(port), "-k", "", "-c", "fsync=off")
                        .start());
        Awaitility.await().ignoreExceptions().until(postgres::answers);
        return postgres;
    }

    private boolean answers() throws Exception {
        try (Connection connection = database().connect()) {
            return connection.isValid(1);
        }
    }

    PostgresServer.Database database() {
        return new PostgresServer.Database("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "postgres");
    }

    /** {@code pg_dump | psql}. */
    void dumpTo(PostgresServer.Database target) throws IOException, InterruptedException {
        ProcessBuilder dump = command(bin, "pg_dump", "--schema=backstory", "--no-owner", url(database()));
        ProcessBuilder restore = command(
                bin, "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", url(target));
        restore.environment().put("PGUSER", target.user());
        restore.environment().put("PGPASSWORD", target.password());
        dump.environment().put("PGUSER", "postgres");
        dump.redirectOutput(ProcessBuilder.Redirect.PIPE);
        for (Process each : ProcessBuilder.startPipeline(List.of(dump, restore))) {
            if (each.waitFor() != 0) {
                throw new IllegalStateException("pg_dump | psql: " + each);
            }
        }
    }

    private static String url(PostgresServer.Database database) {
        return database.url().substring("jdbc:".length());
    }

    private static void run(Path bin, String... command) throws IOException, InterruptedException {
        if (command(bin, command).start().waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command));
        }
    }

    /** A server refuses to be root's: then it is nobody's, in a user namespace of its own. */
    private static ProcessBuilder command(Path bin, String... command) {
        List<String> all = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            all.addAll(List.of("unshare", "-U"));
        }
        all.add(bin.resolve(command[0]).toString());
        all.addAll(List.of(command).subList(1, command.length));
        return new ProcessBuilder(all)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    @Override
    public void close() throws InterruptedException {
        server.destroyForcibly().waitFor();
    }
}
