package dev.backstory.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the summaries while this process is the one that does; asks now and then whether it shall be. Has a connection only
 * while it is at work. What it cannot do is said once, and costs the application nothing else.
 */
final class SummaryThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SummaryThread.class);

    private static final long POLL_MILLIS = 500;
    private static final long ASK_MILLIS = 5_000;
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final KeptConnection connection;
    private final Readiness readiness;
    private final String instanceId;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private @Nullable OwnThread thread;
    private @Nullable String said;
    private long movedAt = System.nanoTime();
    private volatile long endBy;

    /** Waits until the tables are there. */
    interface Readiness {
        boolean await(Duration atMost);
    }

    SummaryThread(Connections connections, Readiness readiness, String instanceId) {
        this.connection = new KeptConnection(connections, KeptConnection.FOR_WORK);
        this.readiness = readiness;
        this.instanceId = instanceId;
    }

    void start() {
        thread = OwnThread.start("backstory-summaries", this);
    }

    /** Ends when all is done that there is, or after the turn that is under way then; another process goes on. */
    void stop(Duration atMost) {
        endBy = System.nanoTime() + atMost.toNanos() / 2;
        stopping.countDown();
        if (thread != null && !thread.hasEndedWithin(atMost)) {
            LOG.debug("the summaries' thread did not end within {} ms", atMost.toMillis());
            connection.abort();
        }
    }

    @Override
    public void run() {
        try {
            while (!readiness.await(Duration.ofMillis(ASK_MILLIS)) && stopping.getCount() > 0) {
                // The store is away.
            }
            while (!stopping.await(work(), TimeUnit.MILLISECONDS)) {
                // The next turn.
            }
            // What this process stored last shall not wait for another one.
            while (System.nanoTime() < endBy && work() == 0) {
                // The next turn.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
        }
    }

    /** Takes a turn; answers how long to wait for the next one. */
    private long work() {
        try {
            SummaryTurn.Outcome outcome = SummaryTurn.take(connection.open(), instanceId, false);
            said = null;
            return switch (outcome) {
                case NOT_OURS -> {
                    connection.close();
                    yield ASK_MILLIS;
                }
                case NOTHING -> {
                    sayWhoStalls(connection.open());
                    yield POLL_MILLIS;
                }
                case DONE -> {
                    movedAt = System.nanoTime();
                    yield POLL_MILLIS;
                }
                case MORE -> {
                    movedAt = System.nanoTime();
                    yield 0;
                }
            };
        } catch (SQLException | RuntimeException | Error e) {
            if (!String.valueOf(e.getMessage()).equals(said)) {
                said = String.valueOf(e.getMessage());
                LOG.warn("Lists and search of stories fall behind: {}", said);
            }
            connection.close();
            return ASK_MILLIS;
        }
    }

    private void sayWhoStalls(Connection open) throws SQLException {
        if (System.nanoTime() - movedAt < STALLED_NANOS) {
            return;
        }
        movedAt = System.nanoTime();
        SummaryStatus status = SummaryStatus.read(open);
        if (status.behindSince() != null) {
            LOG.warn("Lists and search of stories fall behind since {}: {}", status.behindSince(), status.stalledBy());
        }
    }
}
