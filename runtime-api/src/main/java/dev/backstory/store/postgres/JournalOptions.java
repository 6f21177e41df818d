package dev.backstory.store.postgres;

import dev.backstory.store.journal.Journal;
import dev.backstory.store.journal.JournalOwner;
import java.nio.file.Path;
import java.time.Duration;

/** Whether and how a store keeps a journal. */
sealed interface JournalOptions {

    /** It does not. */
    JournalOptions NONE = new Without();

    /** How long before its deadline an event goes there. */
    long graceNanos(Duration wait);

    /** What uses it. */
    Spill open(Backlog backlog, String instanceId, String service, StepRows stepRows, Partitions partitions);

    /** No journal. */
    record Without() implements JournalOptions {
        @Override
        public long graceNanos(Duration wait) {
            return 0;
        }

        @Override
        public Spill open(
                Backlog backlog, String instanceId, String service, StepRows stepRows, Partitions partitions) {
            return Spill.NONE;
        }
    }

    /**
     * A journal.
     *
     * @param root where all processes have theirs
     * @param bytes how large it may become
     * @param whenFull what happens then
     */
    record InDirectory(Path root, long bytes, WhenFull whenFull) implements JournalOptions {
        @Override
        public long graceNanos(Duration wait) {
            // Long enough for a slow disk, so that the publisher hears of it in time.
            return Math.min(wait.toNanos() / 3, 1_500_000_000L);
        }

        @Override
        public Spill open(
                Backlog backlog, String instanceId, String service, StepRows stepRows, Partitions partitions) {
            Journal journal = new Journal(root, bytes, JournalOwner.ofThisProcess(instanceId, service));
            return new JournalSpill(
                    backlog,
                    journal,
                    new JournalThread(backlog, journal, instanceId, stepRows, whenFull),
                    new JournalDrain(root, journal, partitions));
        }
    }
}
