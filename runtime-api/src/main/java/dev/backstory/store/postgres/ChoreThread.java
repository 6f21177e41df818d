package dev.backstory.store.postgres;

import dev.backstory.seal.Seal;
import dev.backstory.seal.SealKey;
import dev.backstory.seal.Sealer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once an hour for days to seal. Has a connection only while it does. What it cannot do is said, and costs the application
 * nothing else.
 */
final class SealThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SealThread.class);

    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration READY = Duration.ofSeconds(5);
    /** Longer than publishers wait: a large day is read from disk. */
    private static final int ANSWER_MILLIS = (int) Duration.ofMinutes(10).toMillis();

    private final Connections connections;
    private final SummaryThread.Readiness readiness;
    private final @Nullable Path key;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile @Nullable Connection connection;

    SealThread(Connections connections, SummaryThread.Readiness readiness, @Nullable Path key) {
        this.connections = connections;
        this.readiness = readiness;
        this.key = key;
    }

    void start() {
        OwnThread.start("backstory-seals", this);
    }

    /** A day that is half read is left to another process, or to the next start. */
    void stop() {
        stopping.countDown();
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("the connection for seals did not close", e);
            }
        }
    }

    @Override
    public void run() {
        try {
            while (!readiness.await(READY) && stopping.getCount() > 0) {
                // The store is away.
            }
            while (stopping.getCount() > 0) {
                seal();
                if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void seal() {
        try (Connection open = connections.open()) {
            connection = open;
            open.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
            List<Seal> made = new Sealer(open, key == null ? null : SealKey.read(key), Clock.systemUTC()).seal();
            // Also a copy outside the database, if logs are kept elsewhere.
            made.forEach(each -> LOG.info("Sealed {}: {} events, head {}", each.day(), each.events(), each.headHex()));
        } catch (IOException | SQLException | RuntimeException e) {
            if (stopping.getCount() > 0) {
                LOG.warn("Days that are over could not be sealed: {}", e.getMessage());
            }
        } finally {
            connection = null;
        }
    }
}
