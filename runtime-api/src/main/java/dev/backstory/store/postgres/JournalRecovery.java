package dev.backstory.store.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Stores by hand what dead processes have left in a journal; a process that starts on the directory does it by itself. */
public final class JournalRecovery {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private JournalRecovery() {}

    /**
     * What became of the records.
     *
     * @param stored how many are stored
     * @param refused how many the database can never take: they were set aside
     * @param problem why more are left; null when all that could be stored are
     */
    public record Recovered(
            long stored, long refused, @Nullable String problem) {}

    /**
     * Stores all that no living process has. Records that the database can never take are set aside.
     *
     * @param root the journal's directory
     * @return what became of them
     * @throws SQLException when the database is away; what is not stored yet is still in the journal
     */
    public static Recovered run(Path root, String url, @Nullable String user, @Nullable String password)
            throws SQLException {
        JournalDrain drain = new JournalDrain(root, null, new Partitions());
        try (Connection connection =
                Connections.to(url, user, password, PATIENCE).open()) {
            Schema.prepare(connection, SchemaMode.VALIDATE);
            boolean more = true;
            while (more) {
                more = drain.abandonedNext(connection);
            }
            return new Recovered(drain.stored(), drain.refused(), drain.problem());
        } finally {
            drain.close();
        }
    }
}
