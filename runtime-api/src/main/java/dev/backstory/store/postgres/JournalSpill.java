package dev.backstory.store.postgres;

import dev.backstory.store.journal.Journal;
import java.io.UncheckedIOException;

/** Into a durable journal on the local disk. */
final class JournalSpill implements Spill {

    private final Backlog backlog;
    private final Journal journal;
    private final JournalThread thread;
    private final JournalDrain drain;

    JournalSpill(Backlog backlog, Journal journal, JournalThread thread, JournalDrain drain) {
        this.backlog = backlog;
        this.journal = journal;
        this.thread = thread;
        this.drain = drain;
    }

    @Override
    public void start() {
        journal.check();
        OwnThread.start("backstory-store-journal", thread);
    }

    @Override
    public Drain drain() {
        return drain;
    }

    @Override
    public void takeOver() {
        backlog.toJournal();
    }

    @Override
    public long bytes() {
        return journal.bytes() + drain.heldBytes();
    }

    @Override
    public void close() {
        thread.stop();
        try {
            journal.close();
        } catch (UncheckedIOException e) {
            PostgresEventStore.LOG.warn("The journal could not be closed: {}", e.getMessage());
        }
    }
}
