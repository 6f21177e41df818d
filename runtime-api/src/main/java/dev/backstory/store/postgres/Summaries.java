package dev.backstory.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The summaries that lists and search read, for operators. Applications need not do anything: one of the processes that
 * publish keeps them.
 */
public final class Summaries {

    private final Connections connections;

    /** Of the database at that JDBC URL; user and password null: as the URL says. */
    public Summaries(String url, @Nullable String user, @Nullable String password) {
        this.connections = Connections.to(url, user, password, Duration.ofMinutes(5));
    }

    /** Of the database that the source leads to; to rebuild them its user needs the rights of a writer. */
    public Summaries(DataSource source) {
        this.connections = Connections.from(source, Duration.ofMinutes(5));
    }

    /** How they are now. */
    public SummaryStatus status() {
        return connections.with(SummaryStatus::read);
    }

    /**
     * Makes them anew from all that is stored, while applications go on. Until it is done, lists lack stories and say so;
     * story pages lack nothing.
     *
     * @param progress is told now and then how it is
     */
    public void rebuild(Consumer<SummaryStatus> progress) {
        connections.with(connection -> {
            begin(connection);
            return true;
        });
        catchUp(progress);
    }

    /** Brings them as far as they can be now; returns also when a running transaction holds up the rest. */
    public void catchUp(Consumer<SummaryStatus> progress) {
        String self = UUID.randomUUID().toString();
        connections.with(connection -> {
            while (true) {
                SummaryTurn.Outcome outcome = SummaryTurn.take(connection, self, true);
                SummaryStatus status = SummaryStatus.read(connection);
                progress.accept(status);
                if (outcome != SummaryTurn.Outcome.MORE) {
                    return true;
                }
            }
        });
    }

    /** The turns from here on remove what is there, a batch at a time, before they sum up anything. */
    private static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + SummaryTurn.LOCK + ")");
            statement.execute("UPDATE backstory.summary_progress SET event_generation = 0, event_transaction = '0',"
                    + " event_position = 0, step_generation = 0, step_transaction = '0', step_position = 0");
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
