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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
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
    private final StoryReader reader;
    private final SummaryThread summaries;
    private final boolean keepsSummaries;
    private final ChoreThread chores;
    private final PostgresKeyTable keys;
    private final Thread farewell;

    private PostgresEventStore(Builder builder, Connections connections) {
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
        this.keys = PostgresKeyTable.ofWriter(connections, () -> writer.awaitReady(wait), wait);
        this.farewell = new Thread(this::sayGoodbye, "backstory-store-shutdown");
    }

    /** A store that is to be configured. */
    public static Builder builder() {
        return new Builder();
    }

    /** The application that this class belongs to is undeployed: nothing of the driver stays behind in the JVM. */
    public static void releaseDriver() {
        JdbcDriver.release();
    }

    /** The SQL that creates Backstory's tables, for those who run it themselves. */
    public static String schemaSql() {
        return Schema.script();
    }

    @Override
    public CompletableFuture<Receipt> append(PendingEvent event) {
        return append(event, false);
    }

    @Override
    public CompletableFuture<Receipt> appendNow(PendingEvent event) {
        return append(event, !VirtualThreads.hasCurrent());
    }

    private CompletableFuture<Receipt> append(PendingEvent event, boolean here) {
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
        if (here && writer.lend(waiting)) {
            return waiting.receipt();
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
        try {
            Map<String, Inserts.Stored> storedNow = Inserts.insert(connection, instanceId, List.of(row), steps);
            Inserts.Stored now = storedNow.get(row.id());
            Inserts.Stored stored = now != null ? now : Inserts.storedBefore(connection, row);
            if (stored == null) {
                throw Refusals.otherContent(row);
            }
            return connection.getAutoCommit()
                    ? new Receipt(
                            row.id(),
                            row.correlationId(),
                            Receipt.Outcome.STORED,
                            stored.position(),
                            stored.recordedAt())
                    : new Receipt(row.id(), row.correlationId(), Receipt.Outcome.IN_TRANSACTION, -1, null);
        } catch (SQLException e) {
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
        return PostgresKeyTable.ofReader(Connections.from(source, Duration.ofSeconds(15)));
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
        keys.close();
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
                            "The event store was closed before " + connections.where() + " had answered",
                            writer.lastFailure()));
        }
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

    /** A store in the making. */
    public static final class Builder {

        private @Nullable String url;
        private @Nullable String user;
        private @Nullable String password;
        private @Nullable DataSource dataSource;
        private String service = "unnamed";
        private Duration wait = Duration.ofSeconds(5);
        private Duration shutdownWait = Duration.ofSeconds(5);
        private SchemaMode schema = SchemaMode.MIGRATE;
        private Map<String, String> auditRules = Map.of();
        private long queueBytes = 64L << 20;
        private WhenFull whenQueueFull = WhenFull.WAIT;
        private JournalOptions journal = JournalOptions.NONE;
        private boolean summaries = true;
        private final List<Chore> chores = new ArrayList<>();
        private @Nullable RetentionChore retention;

        private Builder() {}

        /** The JDBC URL. */
        public Builder url(String jdbcUrl) {
            this.url = jdbcUrl;
            return this;
        }

        /** The database user; null: as the URL says. */
        public Builder user(@Nullable String name) {
            this.user = name;
            return this;
        }

        /** The database user's password; null: as the URL says, or none. */
        public Builder password(@Nullable String secret) {
            this.password = secret;
            return this;
        }

        /** The application's pool, instead of a URL: the store connects to where that does, and takes none out of it. */
        public Builder dataSource(DataSource pool) {
            this.dataSource = pool;
            return this;
        }

        /** The name of the service that publishes. */
        public Builder service(String name) {
            this.service = name;
            return this;
        }

        /** How long a publisher waits for the database: {@code backstory.store.wait}. */
        public Builder storeWait(Duration atMost) {
            this.wait = atMost;
            return this;
        }

        /** How long {@link #close} waits: {@code backstory.shutdown.wait}. */
        public Builder shutdownWait(Duration atMost) {
            this.shutdownWait = atMost;
            return this;
        }

        /** What to do about the tables: {@code backstory.schema}. */
        public Builder schema(SchemaMode mode) {
            this.schema = mode;
            return this;
        }

        /** How much memory waiting events may take, and what happens beyond: {@code backstory.queue.size}, {@code .full}. */
        public Builder queue(long bytes, WhenFull whenFull) {
            this.queueBytes = bytes;
            this.whenQueueFull = whenFull;
            return this;
        }

        /** Where events go while the database is away: {@code backstory.journal.dir}, {@code .size}, {@code .full}. */
        public Builder journal(Path directory, long bytes, WhenFull whenFull) {
            this.journal = new JournalOptions.InDirectory(directory, bytes, whenFull);
            return this;
        }

        /** Whether this process may be the one that keeps the summaries for search: {@code backstory.summaries}. */
        public Builder summaries(boolean keep) {
            this.summaries = keep;
            return this;
        }

        /** This process seals days that are over, signed with the key of that file, if one is given: {@code backstory.seal}. */
        public Builder seal(@Nullable Path key) {
            this.chores.add(new SealChore(key));
            return this;
        }

        /**
         * This process drops months that are older than what is to be kept, or only says which they are when it connects:
         * {@code backstory.retention}, {@code .drop}.
         */
        public Builder retention(Duration keep, boolean drop) {
            if (keep.compareTo(Duration.ofDays(1)) < 0) {
                throw new IllegalArgumentException("at least a day is kept, not " + keep);
            }
            if (drop) {
                this.chores.add(new RetentionChore(keep, true));
            } else {
                this.retention = new RetentionChore(keep, false);
            }
            return this;
        }

        /** The rules of audit logs, by name: {@code backstory.audit.<name>}; kept in the database as further versions where they changed. */
        public Builder auditRules(Map<String, String> rules) {
            this.auditRules = Map.copyOf(rules);
            return this;
        }

        /** The store; it connects in the background. */
        public PostgresEventStore build() {
            Connections connections = dataSource != null
                    ? Connections.of(dataSource, wait)
                    : Connections.to(Objects.requireNonNull(url, "url or dataSource"), user, password, wait);
            PostgresEventStore store = new PostgresEventStore(this, connections);
            store.start();
            return store;
        }
    }

    private void start() {
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
