package dev.backstory.store.postgres;

import dev.backstory.PublishException;
import dev.backstory.context.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stores batches of what waits, each in one statement and transaction, and answers each publisher after the commit. */
final class Writer {

    private static final int CAREFUL_BATCHES = 100;

    private final String instanceId;
    private final Partitions partitions;
    private final StepRows stepRows;
    private int carefulBatches;

    Writer(String instanceId, Partitions partitions, StepRows stepRows) {
        this.instanceId = instanceId;
        this.partitions = partitions;
        this.stepRows = stepRows;
    }

    /** Whether it can be stored with no more than the connection: no partition is missing, no key has to be asked for. */
    boolean writesAtOnce(Waiting waiting) {
        EventRow row = waiting.row();
        Step step = waiting.step();
        return row != null
                && partitions.isKnown(row.id())
                && (step == null || step.isRecorded(waiting.sink()) || !stepRows.asksForKeys());
    }

    /** Stores the batch; when the database refuses something in it, in ever smaller parts: only the culprit fails. */
    void write(Connection connection, List<Waiting> batch) throws SQLException {
        try {
            commit(connection, batch);
        } catch (SQLException e) {
            if (Refusals.isOutage(connection, e)) {
                throw e;
            }
            if (batch.size() == 1) {
                refuse(batch.get(0), e);
                return;
            }
            int half = batch.size() / 2;
            write(connection, batch.subList(0, half));
            write(connection, batch.subList(half, batch.size()));
        }
    }

    /**
     * In autocommit: the server commits as soon as it has the statement, so that it never keeps rows locked for a process
     * that has lost its connection or its life.
     */
    private void commit(Connection connection, List<Waiting> batch) throws SQLException {
        List<EventRow> events = new ArrayList<>(batch.size());
        List<StepRow> steps = new ArrayList<>();
        Observations observations = new Observations(stepRows, true);
        for (Waiting each : batch) {
            if (each.row() != null) {
                events.add(each.row());
                partitions.ensure(connection, each.row().id());
            }
            for (StepRow step : observations.of(each)) {
                partitions.ensure(connection, step.id());
                steps.add(step);
            }
        }
        Map<String, Inserts.Stored> stored = insert(connection, events, steps);
        batch.forEach(Observations::recorded);
        for (Waiting each : batch) {
            answer(connection, each, stored);
        }
    }

    /** Whoever publishes ids again is likely to go on with it: that costs a failed statement now and then, not always. */
    private Map<String, Inserts.Stored> insert(Connection connection, List<EventRow> events, List<StepRow> steps)
            throws SQLException {
        if (carefulBatches == 0) {
            try {
                return Inserts.commitNew(connection, instanceId, events, steps);
            } catch (SQLException e) {
                if (!Refusals.isStoredAlready(e)) {
                    throw e;
                }
                carefulBatches = CAREFUL_BATCHES;
            }
        }
        carefulBatches--;
        return Inserts.commit(connection, instanceId, events, steps);
    }

    private static void answer(Connection connection, Waiting waiting, Map<String, Inserts.Stored> storedNow)
            throws SQLException {
        EventRow row = waiting.row();
        if (row == null) {
            return;
        }
        // The second of two with one id in a batch finds the first one's row.
        Inserts.Stored now = storedNow.remove(row.id());
        Inserts.Stored stored = now != null ? now : Inserts.storedBefore(connection, row);
        if (stored == null) {
            waiting.receipt().completeExceptionally(Refusals.otherContent(row));
        } else {
            waiting.receipt().complete(stored.receipt(row.id()));
        }
    }

    private static void refuse(Waiting waiting, SQLException e) {
        EventRow row = waiting.row();
        if (row == null) {
            PostgresEventStore.LOG.warn("A step could not be recorded: {}", e.getMessage());
            return;
        }
        PublishException refused = Refusals.refused(row, e);
        waiting.receipt().completeExceptionally(refused);
    }
}
