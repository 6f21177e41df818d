package dev.backstory.store.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the chores once an hour. Has a connection only while it does. What it cannot do is said once, and costs the application
 * nothing else.
 */
final class ChoreThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ChoreThread.class);

    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);
    private static final Duration READY = Duration.ofSeconds(5);
    /** Longer than publishers wait: a large day is read from disk. */
    private static final int ANSWER_MILLIS = (int) Duration.ofMinutes(10).toMillis();

    private final Connections connections;
    private final SummaryThread.Readiness readiness;
    private final List<Chore> chores;
    private final Map<String, String> said = new HashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    private @Nullable OwnThread thread;
    private volatile @Nullable Connection connection;

    ChoreThread(Connections connections, SummaryThread.Readiness readiness, List<Chore> chores) {
        this.connections = connections;
        this.readiness = readiness;
        this.chores = List.copyOf(chores);
    }

    void start() {
        if (!chores.isEmpty()) {
            thread = OwnThread.start("backstory-chores", this);
        }
    }

    /** What is half done is left to another process, or to the next start. */
    void stop() {
        stopping.countDown();
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("the connection for chores did not close", e);
            }
        }
        if (thread != null && !thread.hasEndedWithin(ENDS_WITHIN)) {
            LOG.debug("the chores' thread did not end within {} ms", ENDS_WITHIN.toMillis());
        }
    }

    @Override
    public void run() {
        try {
            while (!readiness.await(READY) && stopping.getCount() > 0) {
                // The store is away.
            }
            while (stopping.getCount() > 0) {
                chores.forEach(this::run);
                if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Chore chore) {
        try (Connection open = connections.open()) {
            connection = open;
            open.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
            chore.run(open);
            said.remove(chore.failure());
        } catch (IOException | SQLException | RuntimeException | Error e) {
            if (stopping.getCount() > 0 && !String.valueOf(e.getMessage()).equals(said.get(chore.failure()))) {
                said.put(chore.failure(), String.valueOf(e.getMessage()));
                LOG.warn("{}: {}", chore.failure(), e.getMessage());
            }
        } finally {
            connection = null;
        }
    }
}
