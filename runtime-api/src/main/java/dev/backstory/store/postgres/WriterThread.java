package dev.backstory.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thread that writes: connects by itself, again and again, and keeps the process's heartbeat. */
final class WriterThread implements Runnable {

    private static final long HEARTBEAT = TimeUnit.SECONDS.toNanos(10);
    private static final long FIRST_BACKOFF_MILLIS = 50;
    private static final long LAST_BACKOFF_MILLIS = 2_000;
    private static final int PREPARING_MILLIS = 120_000;

    /** What any socket takes at once, so that writing it does not wait for the network. */
    private static final int LENT_SIZE = 16_000;

    private final Connections connections;
    private final Backlog backlog;
    private final Writer writer;
    private final Drain drain;
    private final Partitions partitions;
    private final SchemaMode schema;
    private final InstanceRow instance;
    private final @Nullable RetentionChore retention;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable OwnThread thread;

    private volatile @Nullable Throwable lastFailure;
    private volatile boolean goodbye;
    private volatile @Nullable Throwable lentFailure;
    private volatile @Nullable Connection cut;
    private @Nullable Connection connection;
    private Map<String, String> auditRules;
    private long backoffMillis = FIRST_BACKOFF_MILLIS;
    private long lastHeartbeat;

    WriterThread(
            Connections connections,
            Backlog backlog,
            Writer writer,
            Drain drain,
            Partitions partitions,
            SchemaMode schema,
            InstanceRow instance,
            Map<String, String> auditRules,
            @Nullable RetentionChore retention) {
        this.connections = connections;
        this.backlog = backlog;
        this.writer = writer;
        this.drain = drain;
        this.partitions = partitions;
        this.schema = schema;
        this.instance = instance;
        this.auditRules = auditRules;
        this.retention = retention;
    }

    void start() {
        thread = OwnThread.start("backstory-store-writer", this);
    }

    /** Why the store is away; null while it is not. */
    @Nullable
    Throwable lastFailure() {
        return lastFailure;
    }

    /** Waits for the first connection with the schema in place. */
    boolean awaitReady(Duration atMost) {
        try {
            return ready.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ready.getCount() == 0;
        }
    }

    /** Ends the thread after what it is doing, and says so in the instance's row. */
    void stop(Duration atMost) {
        stopping.countDown();
        backlog.close();
        if (thread != null && !thread.hasEndedWithin(atMost)) {
            PostgresEventStore.LOG.warn("The event store's writer did not end within {} ms", atMost.toMillis());
        }
    }

    /** Says in the instance's row that the process ends; the thread goes on as long as it does. */
    void markStopped(Duration atMost) {
        if (stopped.getCount() == 0) {
            return;
        }
        try (Connection own = connections.open()) {
            own.setNetworkTimeout(Runnable::run, (int) Math.max(1, atMost.toMillis()));
            goodbye = true;
            instance.stop(own);
        } catch (SQLException e) {
            PostgresEventStore.LOG.debug("the end of this process could not be recorded", e);
        }
    }

    @Override
    public void run() {
        try {
            while (stopping.getCount() > 0) {
                try {
                    work(connected());
                } catch (SQLException | RuntimeException | Error e) {
                    // Nobody else would write: also what is short for a moment, such as memory, must not end this.
                    away(e);
                }
            }
            if (connection != null && !goodbye) {
                instance.stop(connection);
            }
        } catch (SQLException e) {
            PostgresEventStore.LOG.debug("the end of this process could not be recorded", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drain.close();
            disconnect();
            stopped.countDown();
        }
    }

    private void work(Connection open) throws SQLException, InterruptedException {
        long untilHeartbeat = lastHeartbeat + HEARTBEAT - System.nanoTime();
        if (!drain.ownNext(open)) {
            boolean others = drain.abandonedNext(open);
            write(open, others ? 0 : Math.max(0, untilHeartbeat));
        }
        if (drain.isNearlyDone() && backlog.isJournaling()) {
            backlog.toDatabase();
        }
        if (untilHeartbeat <= 0) {
            lastHeartbeat = System.nanoTime();
            drain.lookForAbandoned();
            Schema.beginGeneration(open);
            if (!goodbye) {
                instance.heartbeat(open);
            }
            if (schema != SchemaMode.OFF) {
                partitions.ensureAhead(open);
            }
        }
    }

    private void write(Connection open, long nanos) throws SQLException, InterruptedException {
        List<Waiting> batch = backlog.take(nanos, drain::isDone);
        try {
            failAsLent();
            if (!batch.isEmpty()) {
                writer.write(open, batch);
                backlog.done(batch);
            } else if (backlog.isClosed()) {
                stopping.await(100, TimeUnit.MILLISECONDS);
            }
        } catch (SQLException | RuntimeException | Error e) {
            backlog.putBack(batch);
            throw e;
        }
    }

    /**
     * Stores it on the calling thread, which waits for that anyway, while this one has nothing to do: no change of threads.
     * False when others wait too, or that thread could have to wait for something else. What fails here, this one does
     * again, on a new connection.
     */
    boolean lend(Waiting waiting) {
        if (!connections.areOurs() || waiting.size() > LENT_SIZE || !writer.writesAtOnce(waiting)) {
            return false;
        }
        List<Waiting> alone = backlog.takeAlone(waiting, drain::isDone);
        if (alone.isEmpty()) {
            return false;
        }
        boolean stored = false;
        try {
            writer.write(Objects.requireNonNull(connection), alone);
            stored = true;
        } catch (SQLException | RuntimeException | Error e) {
            lentFailure = e;
        } finally {
            backlog.giveBack(alone, stored);
        }
        return true;
    }

    /** Cuts the connection under a publisher that has to be told now; once. */
    void cutLent() {
        Connection lent = connection;
        try {
            if (lent != null && lent != cut) {
                cut = lent;
                // On a thread of its own: closing a socket that another writes to may take as long as that.
                lent.abort(task -> OwnThread.start("backstory-store-cut", task));
            }
        } catch (SQLException e) {
            PostgresEventStore.LOG.debug("a connection that does not answer could not be cut", e);
        }
    }

    private void failAsLent() throws SQLException {
        Throwable failure = lentFailure;
        lentFailure = null;
        if (failure != null) {
            throw new SQLException(failure.getMessage(), failure);
        }
    }

    private Connection connected() throws SQLException {
        if (connection != null) {
            return connection;
        }
        Connection fresh = connections.open();
        try {
            int timeout = fresh.getNetworkTimeout();
            fresh.setNetworkTimeout(Runnable::run, PREPARING_MILLIS);
            Schema.readCommitted(fresh);
            Schema.prepare(fresh, schema);
            // Who may make none hears months before which one is missing.
            if (schema != SchemaMode.OFF) {
                partitions.ensureAhead(fresh);
            }
            instance.insert(fresh);
            auditRules = AuditRules.record(fresh, auditRules);
            if (retention != null) {
                retention.run(fresh);
            }
            fresh.setNetworkTimeout(Runnable::run, timeout);
        } catch (SQLException | RuntimeException e) {
            close(fresh);
            throw e;
        }
        if (lastFailure != null) {
            PostgresEventStore.LOG.info("The event store at {} answers again", connections.where());
        }
        connection = fresh;
        lastFailure = null;
        backoffMillis = FIRST_BACKOFF_MILLIS;
        lastHeartbeat = System.nanoTime();
        ready.countDown();
        return fresh;
    }

    private void away(Throwable e) throws InterruptedException {
        Throwable before = lastFailure;
        if (before == null || !Objects.equals(before.getMessage(), e.getMessage())) {
            PostgresEventStore.LOG.warn("The event store at {} is away: {}", connections.where(), e.getMessage());
        }
        lastFailure = e;
        disconnect();
        stopping.await(backoffMillis, TimeUnit.MILLISECONDS);
        backoffMillis = Math.min(2 * backoffMillis, LAST_BACKOFF_MILLIS);
    }

    private void disconnect() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            close(old);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            PostgresEventStore.LOG.debug("a broken connection did not close", e);
        }
    }
}
