package dev.backstory.store.postgres;

import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.context.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Stores batches of what waits, each in one transaction, and answers each publisher after the commit. */
final class Writer {

    private final Inserts inserts;
    private final Partitions partitions;
    private final AtomicLong sequence;

    Writer(Inserts inserts, Partitions partitions, AtomicLong sequence) {
        this.inserts = inserts;
        this.partitions = partitions;
        this.sequence = sequence;
    }

    /** Stores the batch; when the database refuses something in it, each for itself, so that only the culprit fails. */
    void write(Connection connection, List<Waiting> batch) throws SQLException {
        try {
            commit(connection, batch);
        } catch (SQLException e) {
            if (isConnectionLost(connection, e)) {
                throw e;
            }
            rollback(connection);
            if (batch.size() == 1) {
                refuse(batch.get(0), e);
                return;
            }
            for (Waiting each : batch) {
                write(connection, List.of(each));
            }
        }
    }

    private void commit(Connection connection, List<Waiting> batch) throws SQLException {
        List<EventRow> events = new ArrayList<>();
        List<StepRow> steps = new ArrayList<>();
        Set<Step> observed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Waiting each : batch) {
            EventRow row = each.row();
            if (row != null) {
                events.add(row);
                partitions.ensure(connection, row.id());
            }
            observe(connection, each, observed, steps);
        }
        connection.setAutoCommit(false);
        Map<String, Inserts.Stored> stored = inserts.insert(connection, events, steps);
        List<Runnable> answers = new ArrayList<>(events.size());
        for (Waiting each : batch) {
            answers.add(answer(connection, each, stored));
        }
        connection.commit();
        connection.setAutoCommit(true);
        for (Waiting each : batch) {
            for (Step step = each.step(); step != null && !step.isRecorded(each.sink()); step = step.parent()) {
                step.recorded(each.sink());
            }
        }
        answers.forEach(Runnable::run);
    }

    private void observe(Connection connection, Waiting waiting, Set<Step> observed, List<StepRow> rows)
            throws SQLException {
        Step first = waiting.step();
        for (Step step = first; step != null; step = step.parent()) {
            // A step that is to be observed for its end is, although it is known already.
            boolean wanted = !step.isRecorded(waiting.sink()) || (step == first && waiting.row() == null);
            if (!wanted) {
                break;
            }
            if (observed.add(step)) {
                partitions.ensure(connection, step.id());
                rows.add(StepRow.of(step, sequence.incrementAndGet()));
            }
        }
    }

    private Runnable answer(Connection connection, Waiting waiting, Map<String, Inserts.Stored> storedNow)
            throws SQLException {
        EventRow row = waiting.row();
        if (row == null) {
            return () -> {};
        }
        // The second of two with one id in a batch finds the first one's row.
        Inserts.Stored now = storedNow.remove(row.id());
        Inserts.Stored stored = now != null ? now : inserts.storedBefore(connection, row);
        if (stored == null) {
            return () -> waiting.receipt().completeExceptionally(otherContent(row));
        }
        Receipt receipt = new Receipt(
                row.id(), row.correlationId(), Receipt.Outcome.STORED, stored.position(), stored.recordedAt());
        return () -> waiting.receipt().complete(receipt);
    }

    static PublishException otherContent(EventRow row) {
        return new PublishException("An event with the id " + row.id() + " is stored already, with other content.");
    }

    private static void refuse(Waiting waiting, SQLException e) {
        EventRow row = waiting.row();
        if (row == null) {
            PostgresEventStore.LOG.warn("A step could not be recorded: {}", e.getMessage());
            return;
        }
        waiting.receipt().completeExceptionally(refused(row, e));
    }

    static PublishException refused(EventRow row, SQLException e) {
        return new PublishException(
                "The database refused event " + row.type() + " " + row.id() + ": " + e.getMessage(), e);
    }

    private static void rollback(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Classes 08, 57P (shutdown, crash) and 53 (no resources), 25006 (a standby): not the event's fault. */
    static boolean isConnectionLost(Connection connection, SQLException e) {
        String state = e.getSQLState();
        if (state == null
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || state.equals("25006")) {
            return true;
        }
        try {
            return connection.isClosed();
        } catch (SQLException closed) {
            return true;
        }
    }
}
