package dev.backstory.store.postgres;

import dev.backstory.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for keys on one connection that it keeps, on a thread that it has while there is something to ask: so a publisher waits as long as
 * he wants to and no longer, whatever the network does meanwhile, and a question whose publisher has gone is not asked any more.
 */
final class KeyThread implements KeyQuestions {

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);

    private final Connections connections;
    private final SummaryThread.Readiness readiness;
    private final KeptConnection connection;
    private final ThreadPoolExecutor executor;

    /** @param readiness waits for the tables: the first process may still be making them */
    KeyThread(Connections connections, SummaryThread.Readiness readiness) {
        this.connections = connections;
        this.readiness = readiness;
        this.connection = new KeptConnection(connections);
        this.executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                work -> OwnThread.make("backstory-store-keys", work));
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public <T> T ask(Connections.Work<T> question, long deadline) {
        FutureTask<T> asked = new FutureTask<>(() -> answer(question, deadline));
        boolean interrupted = false;
        try {
            executor.execute(asked);
            while (true) {
                try {
                    return asked.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    // The wait is bounded.
                    interrupted = true;
                }
            }
        } catch (TimeoutException | RejectedExecutionException e) {
            asked.cancel(false);
            throw away(null);
        } catch (ExecutionException e) {
            throw away(e.getCause() instanceof TimeoutException ? null : e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T answer(Connections.Work<T> question, long deadline) throws SQLException, TimeoutException {
        if (!readiness.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
            throw new TimeoutException();
        }
        if (connection.ifOpen() != null) {
            try {
                return asked(question);
            } catch (SQLException e) {
                PostgresEventStore.LOG.debug("the connection for keys is broken; once more on another", e);
            }
        }
        return asked(question);
    }

    private <T> T asked(Connections.Work<T> question) throws SQLException {
        try {
            return question.on(connection.open());
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private StoreUnavailableException away(@Nullable Throwable e) {
        return new StoreUnavailableException(
                "The keys of data subjects at " + connections.where() + " cannot be had"
                        + (e == null ? " in time" : ": " + e.getMessage()) + "; nothing of the person is stored.",
                e);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        connection.abort();
        try {
            if (executor.awaitTermination(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                connection.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
