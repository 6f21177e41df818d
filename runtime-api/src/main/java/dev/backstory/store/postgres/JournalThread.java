package dev.backstory.store.postgres;

import dev.backstory.Receipt;
import dev.backstory.StoreUnavailableException;
import dev.backstory.store.journal.Journal;
import dev.backstory.store.journal.JournalFullException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** While the database is away: writes what waits to the journal, and answers each publisher when that is on the disk. */
final class JournalThread implements Runnable {

    private static final long IDLE = TimeUnit.SECONDS.toNanos(1);
    private static final long FULL_MILLIS = 100;

    private final Backlog backlog;
    private final Journal journal;
    private final String instanceId;
    private final StepRows stepRows;
    private final WhenFull whenFull;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private boolean full;

    JournalThread(Backlog backlog, Journal journal, String instanceId, StepRows stepRows, WhenFull whenFull) {
        this.backlog = backlog;
        this.journal = journal;
        this.instanceId = instanceId;
        this.stepRows = stepRows;
        this.whenFull = whenFull;
    }

    void stop() {
        stopping.countDown();
    }

    @Override
    public void run() {
        warmUp();
        try {
            while (stopping.getCount() > 0) {
                List<Waiting> batch = backlog.takeForJournal(IDLE);
                try {
                    keep(batch);
                } catch (IOException | RuntimeException | Error e) {
                    failed(batch, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Classes that are loaded only when the database is away make the first publishers wait for them then. */
    private void warmUp() {
        JournalEntry.of(new JournalEntry(instanceId, null, List.of()).bytes());
    }

    private void keep(List<Waiting> batch) throws IOException {
        if (batch.isEmpty()) {
            backlog.done(batch);
            return;
        }
        Observations observations = new Observations(stepRows, false);
        List<byte[]> payloads = new ArrayList<>(batch.size());
        for (Waiting each : batch) {
            payloads.add(new JournalEntry(instanceId, each.row(), observations.of(each)).bytes());
        }
        int kept = journal.append(payloads);
        for (Waiting each : batch.subList(0, kept)) {
            answer(each);
        }
        if (kept == batch.size()) {
            backlog.done(batch);
            if (full) {
                full = false;
                PostgresEventStore.LOG.warn("The journal has room again");
            }
        } else {
            backlog.putBack(batch);
        }
    }

    /** The steps count as recorded only when the database has them: what is published later may get there without them. */
    private static void answer(Waiting waiting) {
        EventRow row = waiting.row();
        if (row == null) {
            waiting.receipt().complete(STEP);
        } else {
            waiting.receipt().complete(new Receipt(row.id(), row.correlationId(), Receipt.Outcome.JOURNALED, -1, null));
        }
    }

    private void failed(List<Waiting> batch, Throwable e) throws InterruptedException {
        boolean nothingWritten = e instanceof JournalFullException;
        if (!full) {
            full = true;
            PostgresEventStore.LOG.error(
                    "The database is away and events cannot be kept: {}. Publishers {}.",
                    e.getMessage(),
                    whenFull == WhenFull.WAIT && nothingWritten ? "wait, and fail when their time is over" : "fail");
        }
        if (nothingWritten && whenFull == WhenFull.WAIT) {
            backlog.journalIsFull();
            backlog.putBack(batch);
            stopping.await(FULL_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        for (Waiting each : batch) {
            boolean mayBeStored = !nothingWritten || each.wasSent();
            EventRow row = each.row();
            each.receipt()
                    .completeExceptionally(new StoreUnavailableException(
                            (row == null ? "A step" : "Event " + row.type() + " " + row.id())
                                    + (mayBeStored ? " may be stored: " : " is not stored: ")
                                    + e.getMessage(),
                            e,
                            mayBeStored));
        }
        backlog.done(batch);
    }

    private static final Receipt STEP = new Receipt("", "", Receipt.Outcome.JOURNALED, -1, null);
}
