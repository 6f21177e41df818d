package dev.backstory.store.postgres;

import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.StoreUnavailableException;
import dev.backstory.audit.AuditRule;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.personal.KeyTable;
import dev.backstory.store.EventFilter;
import dev.backstory.store.EventStore;
import dev.backstory.store.FollowerTurns;
import dev.backstory.store.PendingEvent;
import dev.backstory.store.StepProtection;
import dev.backstory.store.StoreBacklog;
import dev.backstory.store.StoryReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores events in PostgreSQL: batches of them, by one thread, on one connection of its own; or in the caller's
 * transaction. Building one connects in the background: an application starts also while its database is away.
 */
public final class PostgresEventStore implements EventStore {

    static final Logger LOG = LoggerFactory.getLogger(PostgresEventStore.class);

    private final Connections connections;
    private final Duration wait;
    private final Duration shutdownWait;
    private final WhenFull whenQueueFull;
    private final Backlog backlog;
    private final Partitions partitions = new Partitions();
    private final StepRows stepRows = new StepRows();
    private final AtomicLong droppedSteps = new AtomicLong();
    private final String instanceId = UuidV7.nextText();
    private final Vacancies vacancies;
    private final Spill spill;
    private final WriterThread writer;
    private final DeadlineWatch watch;
    private final Answers answers = new Answers();
    private final StoryReader reader;
    private final SummaryThread summaries;
    private final boolean keepsSummaries;
    private final ChoreThread chores;
    private final KeyThread keyThread;
    private final KeyTable keys;
    private final Thread farewell;

    PostgresEventStore(PostgresEventStoreBuilder builder, Connections connections) {
        this.connections = connections;
        this.wait = builder.wait;
        this.shutdownWait = builder.shutdownWait;
        this.whenQueueFull = builder.whenQueueFull;
        this.backlog = new Backlog(builder.queueBytes, builder.journal.graceNanos(wait));
        this.spill = builder.journal.open(backlog, instanceId, builder.service, stepRows, partitions);
        this.writer = new WriterThread(
                connections,
                backlog,
                new Writer(instanceId, partitions, stepRows),
                spill.drain(),
                partitions,
                builder.schema,
                new InstanceRow(instanceId, builder.service),
                builder.auditRules,
                builder.retention);
        this.watch = new DeadlineWatch(backlog, writer, connections.where(), wait);
        this.reader = new PostgresStoryReader(connections);
        this.keepsSummaries = builder.summaries;
        this.vacancies = new Vacancies(connections);
        this.summaries = new SummaryThread(connections, writer::awaitReady, instanceId);
        this.chores = new ChoreThread(connections, writer::awaitReady, builder.chores);
        this.keyThread = new KeyThread(connections, writer::awaitReady);
        this.keys = new PostgresKeyTable(keyThread, wait);
        this.farewell = new Thread(this::sayGoodbye, "backstory-store-shutdown");
    }

    /** A store that is to be configured. */
    public static PostgresEventStoreBuilder builder() {
        return new PostgresEventStoreBuilder();
    }

    /** The application that this class belongs to is undeployed: nothing of the driver stays behind in the JVM. */
    public static void releaseDriver() {
        JdbcDriver.release();
    }

    /** The SQL that creates Backstory's tables, for those who run it themselves; as one transaction. */
    public static String schemaSql() {
        return schemaSql(0);
    }

    /**
     * The SQL that brings Backstory's tables from that version to this library's, as one transaction; refused by a schema at another
     * version. Nothing when there is no newer one.
     */
    public static String schemaSql(int above) {
        return Schema.script(above);
    }

    /** The version of the tables that this library makes, and needs. */
    public static int schemaVersion() {
        return Schema.newest();
    }

    @Override
    public CompletableFuture<Receipt> append(PendingEvent event) {
        return answers.of(append(event, false));
    }

    @Override
    public CompletableFuture<Receipt> appendNow(PendingEvent event) {
        return append(event, true);
    }

    private CompletableFuture<Receipt> append(PendingEvent event, boolean awaited) {
        // A little less than the publisher waits, so that it hears the reason.
        long patience = wait.toNanos() - Math.min(wait.toNanos() / 10, 200_000_000L);
        long deadline = System.nanoTime() + patience;
        EventRow row;
        try {
            row = EventRow.of(event);
        } catch (PublishException e) {
            return CompletableFuture.failedFuture(e);
        }
        Waiting waiting = Waiting.event(row, event.step(), event.sink(), deadline);
        if (awaited && !VirtualThreads.hasCurrent() && writer.lend(waiting)) {
            return waiting.receipt();
        }
        if (!awaited && !answers.awaitRoom(whenQueueFull == WhenFull.WAIT ? deadline : System.nanoTime())) {
            return CompletableFuture.failedFuture(new StoreUnavailableException(
                    "Too many who published before have not been told yet, because what they do then takes so long; event "
                            + row.type() + " " + row.id() + " is not stored.",
                    writer.lastFailure()));
        }
        boolean accepted = whenQueueFull == WhenFull.WAIT ? backlog.offer(waiting, deadline) : backlog.offer(waiting);
        return accepted ? waiting.receipt() : CompletableFuture.failedFuture(notAccepted(row));
    }

    private PublishException notAccepted(EventRow row) {
        String event = "event " + row.type() + " " + row.id() + " is not stored.";
        return backlog.isClosed()
                ? new PublishException("The event store is closed; " + event)
                : new StoreUnavailableException(
                        "More events wait for " + connections.where() + " than backstory.queue.size allows; " + event,
                        writer.lastFailure());
    }

    @Override
    public Receipt append(PendingEvent event, Connection connection) {
        EventRow row = EventRow.of(event);
        List<StepRow> steps = new ArrayList<>();
        prepare(row.id(), row);
        for (Step step = event.step(); step != null && !step.isRecorded(event.sink()); step = step.parent()) {
            prepare(step.id(), row);
            steps.add(stepRows.of(step, true));
        }
        boolean commitsItself = false;
        try {
            commitsItself = connection.getAutoCommit();
            Map<String, Inserts.Stored> storedNow = Inserts.insert(connection, instanceId, List.of(row), steps);
            Inserts.Stored now = storedNow.get(row.id());
            Inserts.Stored stored = now != null ? now : Inserts.storedBefore(connection, row);
            if (stored == null) {
                throw Refusals.otherContent(row);
            }
            return commitsItself
                    ? stored.receipt(row.id())
                    : new Receipt(row.id(), stored.correlationId(), Receipt.Outcome.IN_TRANSACTION, -1, null);
        } catch (SQLException e) {
            if (commitsItself && Refusals.isOutage(connection, e)) {
                throw new StoreUnavailableException(
                        "The given connection broke; event " + row.type() + " " + row.id()
                                + " was being sent and may be stored: " + e.getMessage(),
                        e,
                        true);
            }
            throw Refusals.refused(row, e);
        }
    }

    /** Tables and partition must be there before the caller's transaction needs them: it may have no right to make them. */
    private void prepare(String id, EventRow row) {
        if (!writer.awaitReady(wait)) {
            throw new StoreUnavailableException(
                    "The event store at " + connections.where() + " has not answered within " + wait.toMillis()
                            + " ms; event " + row.type() + " " + row.id() + " is not stored.",
                    writer.lastFailure());
        }
        if (partitions.isKnown(id)) {
            return;
        }
        try (Connection own = connections.open()) {
            partitions.ensure(own, id);
        } catch (SQLException e) {
            if (Refusals.isOutage(e)) {
                throw new StoreUnavailableException(
                        "Event " + row.type() + " " + row.id() + " is not stored: " + e.getMessage(), e);
            }
            throw Refusals.refused(row, e);
        }
    }

    @Override
    public void observe(Step step, int sink) {
        if (!backlog.offer(Waiting.step(step, sink))) {
            long dropped = droppedSteps.incrementAndGet();
            if (Long.bitCount(dropped) == 1) {
                LOG.warn("{} step ends could not be recorded: the event store does not keep up", dropped);
            }
        }
    }

    @Override
    public void protectSteps(StepProtection protection) {
        stepRows.protect(protection);
    }

    @Override
    public StoryReader reader() {
        return reader;
    }

    @Override
    public FollowerTurns follow(String name, EventFilter filter, boolean fromNow) {
        return new PostgresFollower(connections, vacancies, writer::awaitReady, name, filter, fromNow, instanceId);
    }

    @Override
    public StoreBacklog backlog() {
        return new StoreBacklog(backlog.events(), backlog.bytes(), spill.bytes());
    }

    @Override
    public KeyTable keys() {
        return keys;
    }

    @Override
    public List<AuditRule> auditRules() {
        return AuditRules.read(connections);
    }

    /** The rules of audit logs in a database that is only read. */
    public static List<AuditRule> auditRules(DataSource source) {
        return AuditRules.read(Connections.from(source, Duration.ofSeconds(15)));
    }

    /** The keys of data subjects in a database that is only read. */
    public static KeyTable keys(DataSource source) {
        Duration patience = Duration.ofSeconds(15);
        return new PostgresKeyTable(KeyQuestions.askedEachAlone(Connections.from(source, patience)), patience);
    }

    /** Waits until what was handed over is stored; false when that took longer than the given time. */
    public boolean flush(Duration atMost) {
        try {
            return backlog.awaitEmpty(atMost.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        backlog.close();
        flushOrSpill();
        writer.stop(shutdownWait);
        keyThread.close();
        watch.stop();
        spill.close();
        if (keepsSummaries) {
            summaries.stop(shutdownWait);
        }
        chores.stop();
        vacancies.close();
        for (Waiting left : backlog.drain()) {
            left.receipt()
                    .completeExceptionally(new StoreUnavailableException(
                            "The event store was closed before " + connections.where() + " had answered; "
                                    + (left.wasSent() ? "the event may be stored." : "the event is not stored."),
                            writer.lastFailure(),
                            left.wasSent()));
        }
        answers.close(shutdownWait);
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException e) {
            LOG.debug("closed while the process ends");
        }
    }

    /** What the database does not take in time, the journal does. */
    private void flushOrSpill() {
        if (!flush(shutdownWait.dividedBy(2))) {
            spill.takeOver();
            flush(shutdownWait.dividedBy(2));
        }
    }

    /** When the process ends: whoever still publishes then may, as long as it lives. */
    private void sayGoodbye() {
        flushOrSpill();
        writer.markStopped(shutdownWait);
    }

    void start() {
        writer.start();
        watch.start();
        spill.start();
        if (keepsSummaries) {
            summaries.start();
        }
        chores.start();
        try {
            Runtime.getRuntime().addShutdownHook(farewell);
        } catch (IllegalStateException e) {
            LOG.debug("started while the process ends");
        }
    }
}
