package dev.backstory.store.postgres;

import dev.backstory.store.journal.JournalOwner;
import dev.backstory.store.journal.JournalSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Stores records of the journal as what they were published as; each once, by the event's id. */
final class JournalRecords {

    private static final int BATCH = 1_000;

    private final Partitions partitions;

    JournalRecords(Partitions partitions) {
        this.partitions = partitions;
    }

    /** A process that could never reach the database is not known there. */
    void introduce(Connection connection, @Nullable JournalOwner owner) throws SQLException {
        if (owner != null) {
            InstanceRow.insertPast(connection, owner);
        }
    }

    /** Stores them all, in order; what the database can never take is set aside. */
    void store(Connection connection, JournalSource source, List<byte[]> payloads) throws SQLException, IOException {
        List<JournalEntry> batch = new ArrayList<>();
        for (byte[] each : payloads) {
            JournalEntry entry = read(source, each);
            if (entry == null) {
                continue;
            }
            boolean another = !batch.isEmpty() && !batch.get(0).instanceId().equals(entry.instanceId());
            if (another || batch.size() == BATCH) {
                store(connection, batch, source);
                batch.clear();
            }
            batch.add(entry);
        }
        store(connection, batch, source);
    }

    private static @Nullable JournalEntry read(JournalSource source, byte[] payload) throws IOException {
        try {
            return JournalEntry.of(payload);
        } catch (JacksonException e) {
            PostgresEventStore.LOG.error(
                    "A record of the journal is not readable for this version and is set aside: {}", e.getMessage());
            source.setAside(payload);
            return null;
        }
    }

    private void store(Connection connection, List<JournalEntry> batch, JournalSource source)
            throws SQLException, IOException {
        if (batch.isEmpty()) {
            return;
        }
        try {
            insert(connection, batch, source);
        } catch (SQLException e) {
            if (Refusals.isOutage(connection, e) || !Refusals.isTheRecords(e)) {
                throw e;
            }
            if (batch.size() == 1) {
                setAside(source, batch.get(0), String.valueOf(e.getMessage()));
                return;
            }
            int half = batch.size() / 2;
            store(connection, batch.subList(0, half), source);
            store(connection, batch.subList(half, batch.size()), source);
        }
    }

    private void insert(Connection connection, List<JournalEntry> batch, JournalSource source)
            throws SQLException, IOException {
        List<EventRow> events = new ArrayList<>(batch.size());
        List<StepRow> steps = new ArrayList<>();
        for (JournalEntry each : batch) {
            if (each.event() != null) {
                partitions.ensure(connection, each.event().id());
                events.add(each.event());
            }
            for (StepRow step : each.steps()) {
                partitions.ensure(connection, step.id());
                steps.add(step);
            }
        }
        Map<String, Inserts.Stored> now =
                Inserts.commit(connection, batch.get(0).instanceId(), events, steps, LockWait.LONG);
        for (JournalEntry each : batch) {
            EventRow event = each.event();
            if (event != null && now.remove(event.id()) == null && Inserts.storedBefore(connection, event) == null) {
                setAside(source, each, "an event with its id is stored already, with other content");
            }
        }
    }

    private static void setAside(JournalSource source, JournalEntry entry, String reason) throws IOException {
        EventRow event = entry.event();
        PostgresEventStore.LOG.error(
                "{} of the journal cannot be stored and is set aside: {}",
                event == null ? "A step" : "Event " + event.type() + " " + event.id(),
                reason);
        source.setAside(entry.bytes());
    }
}
