package dev.backstory.store.postgres;

import dev.backstory.PublishException;
import dev.backstory.context.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stores batches of what waits, each in one statement and transaction, and answers each publisher after the commit. */
final class Writer implements Culprits.Storing<Waiting> {

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

    /** Stores the batch, and answers all of it; throws when the database is away, before all is answered. */
    void write(Connection connection, List<Waiting> batch) throws SQLException {
        new Culprits<>(connection, this, LockWait.LONG).store(batch);
    }

    /**
     * In autocommit: the server commits as soon as it has the statement, so that it never keeps rows locked for a process
     * that has lost its connection or its life.
     */
    @Override
    public void store(Connection connection, List<Waiting> batch, LockWait wait) throws SQLException {
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
        Map<String, Inserts.Stored> stored = insert(connection, events, steps, wait);
        batch.forEach(Observations::recorded);
        for (Waiting each : batch) {
            answer(connection, each, stored);
        }
    }

    /** Whoever publishes ids again is likely to go on with it: that costs a failed statement now and then, not always. */
    private Map<String, Inserts.Stored> insert(
            Connection connection, List<EventRow> events, List<StepRow> steps, LockWait wait) throws SQLException {
        if (carefulBatches == 0) {
            try {
                return Inserts.commitNew(connection, instanceId, events, steps, wait);
            } catch (SQLException e) {
                if (!Refusals.isStoredAlready(e)) {
                    throw e;
                }
                carefulBatches = CAREFUL_BATCHES;
            }
        }
        carefulBatches--;
        return Inserts.commit(connection, instanceId, events, steps, wait);
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

    @Override
    public void refuse(Waiting waiting, SQLException e) {
        EventRow row = waiting.row();
        if (row == null) {
            PostgresEventStore.LOG.warn("A step could not be recorded: {}", e.getMessage());
            return;
        }
        PublishException refused = Refusals.refused(row, e);
        waiting.receipt().completeExceptionally(refused);
    }
}
