package dev.backstory.store.postgres;

import dev.backstory.store.journal.JournalSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Stores the records of one file; what cannot be stored is told apart by whether a later attempt could do it. */
final class JournalAttempt implements Culprits.Storing<JournalAttempt.Entry> {

    private static final int BATCH = 1_000;

    /** With so many refused for what is no record's fault, and none stored, the fault is the database's. */
    private static final int TOO_MANY = 3;

    /** How often records that were held before may wait in all: for about a second, as publishers wait meanwhile. */
    static final int FEW_WAITS = 30;

    static final int ANY_WAITS = Integer.MAX_VALUE;

    /** A record, as it was read. */
    static final class Entry {
        private final byte[] payload;
        private final JournalEntry content;

        Entry(byte[] payload, JournalEntry content) {
            this.payload = payload;
            this.content = content;
        }

        @Override
        public String toString() {
            EventRow event = content.event();
            return event == null ? "A step" : "Event " + event.type() + " " + event.id();
        }
    }

    private final Partitions partitions;
    private final Connection connection;
    private final LockWait firstWait;
    private final int maxWaits;
    private final List<byte[]> refused = new ArrayList<>();
    private final List<byte[]> held = new ArrayList<>();
    private final List<byte[]> untried = new ArrayList<>();
    private @Nullable String whyHeld;
    private int waits;
    private int unclear;
    private int stored;

    JournalAttempt(Partitions partitions, Connection connection, LockWait firstWait, int maxWaits) {
        this.partitions = partitions;
        this.connection = connection;
        this.firstWait = firstWait;
        this.maxWaits = maxWaits;
    }

    /** In order. Throws when the database is away, or takes nothing at all. */
    void store(List<byte[]> payloads) throws SQLException {
        List<Entry> batch = new ArrayList<>();
        for (byte[] each : payloads) {
            Entry entry = read(each);
            if (entry == null) {
                continue;
            }
            boolean another =
                    !batch.isEmpty() && !batch.get(0).content.instanceId().equals(entry.content.instanceId());
            if (another || batch.size() == BATCH) {
                storeBatch(batch);
                batch.clear();
            }
            batch.add(entry);
        }
        storeBatch(batch);
    }

    private @Nullable Entry read(byte[] payload) {
        try {
            return new Entry(payload, JournalEntry.of(payload));
        } catch (JacksonException e) {
            refuse(payload, "A record", "it is not readable for this version: " + e.getMessage());
            return null;
        }
    }

    private void storeBatch(List<Entry> batch) throws SQLException {
        if (!batch.isEmpty()) {
            new Culprits<>(connection, this, firstWait).store(batch);
        }
    }

    @Override
    public void store(Connection to, List<Entry> batch, LockWait wait) throws SQLException {
        List<EventRow> events = new ArrayList<>(batch.size());
        List<StepRow> steps = new ArrayList<>();
        for (Entry each : batch) {
            EventRow event = each.content.event();
            if (event != null) {
                partitions.ensure(to, event.id());
                events.add(event);
            }
            for (StepRow step : each.content.steps()) {
                partitions.ensure(to, step.id());
                steps.add(step);
            }
        }
        String instanceId = batch.get(0).content.instanceId();
        Map<String, Inserts.Stored> now = commit(to, instanceId, events, steps, wait);
        for (Entry each : batch) {
            EventRow event = each.content.event();
            if (event == null || now.remove(event.id()) != null || Inserts.storedBefore(to, event) != null) {
                stored++;
            } else {
                refuse(each.payload, each.toString(), "an event with its id is stored already, with other content");
            }
        }
    }

    private Map<String, Inserts.Stored> commit(
            Connection to, String instanceId, List<EventRow> events, List<StepRow> steps, LockWait wait)
            throws SQLException {
        try {
            return Inserts.commit(to, instanceId, events, steps, wait);
        } catch (SQLException e) {
            if (Refusals.isHeld(e)) {
                waits++;
            }
            throw e;
        }
    }

    @Override
    public boolean leave(List<Entry> part) {
        if (waits < maxWaits) {
            return false;
        }
        part.forEach(each -> untried.add(each.payload));
        return true;
    }

    @Override
    public void refuse(Entry culprit, SQLException reason) throws SQLException {
        if (Refusals.isHeld(reason)) {
            hold(culprit, "an open transaction has published its id");
        } else if (Refusals.isTheRecords(reason)) {
            refuse(culprit.payload, culprit.toString(), String.valueOf(reason.getMessage()));
        } else if (stored == 0 && ++unclear == TOO_MANY) {
            throw reason;
        } else {
            hold(culprit, String.valueOf(reason.getMessage()));
        }
        if (culprit.content.event() != null) {
            storeSteps(culprit.content);
        }
    }

    /** Events of other records may need them. */
    private void storeSteps(JournalEntry of) throws SQLException {
        try {
            for (StepRow step : of.steps()) {
                partitions.ensure(connection, step.id());
            }
            Inserts.commit(connection, of.instanceId(), List.of(), of.steps(), LockWait.SHORT);
        } catch (SQLException e) {
            if (Refusals.isOutage(connection, e)) {
                throw e;
            }
            PostgresEventStore.LOG.debug("the steps of a record could not be stored without its event", e);
        }
    }

    private void refuse(byte[] payload, String what, String reason) {
        PostgresEventStore.LOG.error("{} of the journal cannot be stored and is set aside: {}", what, reason);
        refused.add(payload);
    }

    private void hold(Entry culprit, String reason) {
        held.add(culprit.payload);
        whyHeld = culprit + ": " + reason;
    }

    /** Keeps aside what was refused: it neither blocks those behind it nor is it lost. Tried again where there is no room. */
    void setAside(JournalSource source) {
        for (byte[] each : refused) {
            try {
                source.setAside(each);
            } catch (IOException e) {
                held.add(each);
                whyHeld = "a refused record cannot be set aside: " + e.getMessage();
            }
        }
    }

    /** What is to be tried again: first what was not tried now, so that it is not left each time. */
    List<byte[]> held() {
        List<byte[]> all = new ArrayList<>(untried);
        all.addAll(held);
        return all;
    }

    /** For the last of them; null when there is none. */
    @Nullable
    String whyHeld() {
        return whyHeld;
    }

    int stored() {
        return stored;
    }

    int refused() {
        return refused.size();
    }
}
