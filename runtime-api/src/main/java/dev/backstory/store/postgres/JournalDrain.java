package dev.backstory.store.postgres;

import dev.backstory.store.journal.AbandonedJournal;
import dev.backstory.store.journal.Journal;
import dev.backstory.store.journal.JournalOwner;
import dev.backstory.store.journal.JournalSegment;
import dev.backstory.store.journal.JournalSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stores file by file; a file goes when all in it is stored. After a crash one file is stored again, to no effect. */
final class JournalDrain implements Drain {

    /** About what one statement stores. */
    private static final long NEARLY = 1L << 20;

    /** How long what a dead process left is left alone when it cannot be stored. */
    private static final long REST = TimeUnit.MINUTES.toNanos(5);

    /** The same for records that were held, when all others are stored: at first, and twice as long each time. */
    private static final long HELD_REST = TimeUnit.SECONDS.toNanos(10);

    private static final long LONGEST_HELD_REST = TimeUnit.MINUTES.toNanos(1);

    /** By hand each is tried once, or that would not end. */
    private static final long WHOLE_RUN = TimeUnit.DAYS.toNanos(365);

    private final Path root;
    private final @Nullable Journal own;
    private final Partitions partitions;
    private final Map<Path, Long> leftAlone = new HashMap<>();
    private final Map<Path, Long> heldRests = new HashMap<>();

    /** The files of records that this process could not store. Read by who measures. */
    private final Set<Path> held = ConcurrentHashMap.newKeySet();

    private @Nullable AbandonedJournal abandoned;
    private boolean look = true;
    private long stored;
    private long refused;
    private @Nullable String problem;

    JournalDrain(Path root, @Nullable Journal own, Partitions partitions) {
        this.root = root;
        this.own = own;
        this.partitions = partitions;
    }

    @Override
    public boolean ownNext(Connection connection) throws SQLException {
        if (own == null || own.isEmpty()) {
            return false;
        }
        try {
            JournalSegment segment = own.oldest();
            if (segment == null) {
                return false;
            }
            store(connection, own, segment, LockWait.LONG);
            if (own.isEmpty()) {
                PostgresEventStore.LOG.info("The journal in {} is stored, {} records so far", root, stored);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("the journal in " + root + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isDone() {
        return own == null || own.isEmpty();
    }

    @Override
    public boolean isNearlyDone() {
        return own == null || own.bytes() <= NEARLY;
    }

    @Override
    public boolean abandonedNext(Connection connection) throws SQLException {
        if (abandoned == null && !look) {
            return false;
        }
        try {
            look = false;
            AbandonedJournal journal = abandoned == null ? find() : abandoned;
            abandoned = journal;
            if (journal == null) {
                return false;
            }
            JournalSegment segment = journal.oldest();
            if (segment != null) {
                introduce(connection, journal.owner());
                // Publishers wait for this connection meanwhile.
                store(connection, journal, segment, LockWait.SHORT);
                return true;
            }
            if (journal.holds()) {
                rest(heldRests.merge(
                        journal.path(), HELD_REST, (last, first) -> Math.min(2 * last, LONGEST_HELD_REST)));
                return true;
            }
            heldRests.remove(journal.path());
            close();
            PostgresEventStore.LOG.info("What {} left in the journal is stored", journal.owner());
            look = true;
            return true;
        } catch (SQLException e) {
            if (Refusals.isOutage(connection, e)) {
                throw e;
            }
            return leaveAlone(e);
        } catch (IOException | RuntimeException e) {
            return leaveAlone(e);
        }
    }

    /** A process that could never reach the database is not known there. */
    private static void introduce(Connection connection, @Nullable JournalOwner owner) throws SQLException {
        if (owner != null) {
            InstanceRow.insertPast(connection, owner);
        }
    }

    private @Nullable AbandonedJournal find() throws IOException {
        leftAlone.values().removeIf(until -> until - System.nanoTime() <= 0);
        Set<Path> unreadable = new HashSet<>(leftAlone.keySet());
        try {
            return AbandonedJournal.find(root, unreadable);
        } finally {
            unreadable.forEach(each -> leftAlone.putIfAbsent(each, System.nanoTime() + REST));
        }
    }

    /** Nobody waits for it, so it must not stand in anybody's way. */
    private boolean leaveAlone(Exception e) {
        PostgresEventStore.LOG.error(
                "A journal in {} that a process has left cannot be stored now; it is tried again in {} minutes",
                root,
                TimeUnit.NANOSECONDS.toMinutes(REST),
                e);
        problem = String.valueOf(e.getMessage());
        rest(REST);
        return true;
    }

    private void rest(long nanos) {
        if (abandoned != null) {
            leftAlone.put(abandoned.path(), System.nanoTime() + (own == null ? WHOLE_RUN : nanos));
        }
        close();
        look = true;
    }

    private void store(Connection connection, JournalSource source, JournalSegment segment, LockWait firstWait)
            throws SQLException, IOException {
        if (segment.damagedBytes() > 0) {
            PostgresEventStore.LOG.error(
                    "{} is damaged: {} bytes in it are no records; what is whole is stored, and the file kept",
                    segment.file(),
                    segment.damagedBytes());
        }
        if (segment.tornBytes() > 0) {
            PostgresEventStore.LOG.warn(
                    "{} ends with {} bytes of a record whose publish never returned",
                    segment.file(),
                    segment.tornBytes());
        }
        int maxWaits = segment.wasHeld() && own != null ? JournalAttempt.FEW_WAITS : JournalAttempt.ANY_WAITS;
        JournalAttempt attempt = new JournalAttempt(partitions, connection, firstWait, maxWaits);
        attempt.store(segment.payloads());
        attempt.setAside(source);
        stored += attempt.stored();
        refused += attempt.refused();
        List<byte[]> left = attempt.held();
        if (left.isEmpty()) {
            source.delete(segment);
            held.remove(segment.file());
            return;
        }
        problem = attempt.whyHeld();
        if (!segment.wasHeld()) {
            PostgresEventStore.LOG.warn(
                    "{} records of the journal cannot be stored yet, are kept and tried again; the last is {}",
                    left.size(),
                    problem);
        }
        held.add(source.hold(segment, left));
    }

    /** How much of what this process could not store is still there; another process may have stored it meanwhile. */
    long heldBytes() {
        held.removeIf(each -> !Files.exists(each));
        long bytes = 0;
        for (Path each : held) {
            try {
                bytes += Files.size(each);
            } catch (IOException e) {
                PostgresEventStore.LOG.debug("{} cannot be measured: {}", each, e.toString());
            }
        }
        return bytes;
    }

    /** How many records were stored. */
    long stored() {
        return stored;
    }

    /** How many were set aside. */
    long refused() {
        return refused;
    }

    /** Why something is left that could be stored later; null when nothing is. */
    @Nullable
    String problem() {
        return problem;
    }

    @Override
    public void lookForAbandoned() {
        look = true;
    }

    @Override
    public void close() {
        try {
            if (abandoned != null) {
                abandoned.close();
            }
        } catch (IOException e) {
            PostgresEventStore.LOG.warn("A journal could not be closed: {}", e.getMessage());
        } finally {
            abandoned = null;
        }
    }
}
