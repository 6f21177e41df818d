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
     * Stores all that no living process has. Records that the database can never take are set aside.
     *
     * @param root the journal's directory
     * @return how many records are stored
     * @throws SQLException when the database is away; what is not stored yet is still in the journal
     */
    public static long run(Path root, String url, @Nullable String user, @Nullable String password)
            throws SQLException {
        JournalDrain drain = new JournalDrain(root, null, new Partitions());
        try (Connection connection =
                Connections.to(url, user, password, PATIENCE).open()) {
            Schema.prepare(connection, SchemaMode.VALIDATE);
            boolean more = true;
            while (more) {
                more = drain.abandonedNext(connection);
            }
            return drain.stored();
        } finally {
            drain.close();
        }
    }
}
