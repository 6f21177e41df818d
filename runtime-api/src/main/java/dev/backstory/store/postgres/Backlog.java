package dev.backstory.store.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What waits to be made durable, in order and bounded; and what has been taken and is not answered yet. Goes to the
 * database's writer, or while the database is away to the journal's: to one of them at a time, so that the order is kept.
 */
final class Backlog {

    private static final int BATCH = 1_000;
    private static final int BATCH_SIZE = 4_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition forDatabase = lock.newCondition();
    private final Condition forJournal = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition empty = lock.newCondition();
    private final BacklogSize size;
    private final long graceNanos;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private List<Waiting> taken = List.of();
    private boolean takenForJournal;
    private boolean crowded;
    private boolean idle;
    private List<Waiting> lent = List.of();
    private boolean wakeful;
    private boolean journaling;
    private boolean journalIsFull;
    private boolean closed;

    /**
     * An empty one.
     *
     * @param maxBytes how much memory events may take, about
     * @param graceNanos how long before its deadline an event goes to the journal; 0 without a journal
     */
    Backlog(long maxBytes, long graceNanos) {
        this.size = new BacklogSize(maxBytes);
        this.graceNanos = graceNanos;
    }

    /** False when there is no room until that {@link System#nanoTime}, or nothing is accepted any more. */
    boolean offer(Waiting waiting, long waitUntil) {
        boolean interrupted = false;
        lock.lock();
        try {
            while (!closed && !size.hasRoom(waiting) && waitUntil - System.nanoTime() > 0) {
                try {
                    room.awaitNanos(waitUntil - System.nanoTime());
                } catch (InterruptedException e) {
                    // As in StoreWait: a worker that is told to stop must still learn whether its event is stored.
                    interrupted = true;
                }
            }
            return offer(waiting);
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** False when there is no room now, or nothing is accepted any more. */
    boolean offer(Waiting waiting) {
        lock.lock();
        try {
            if (closed || !size.hasRoom(waiting)) {
                return false;
            }
            size.add(waiting);
            queue.addLast(waiting);
            (journaling ? forJournal : forDatabase).signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next batch for the database, as soon as there is something; empty when the time is over, when nothing more will
     * come, or when the journal has to be stored first.
     */
    List<Waiting> take(long nanos, BooleanSupplier journalIsEmpty) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!lent.isEmpty() || journaling || !taken.isEmpty() || (queue.isEmpty() && !closed)) {
                boolean over = left <= 0 || wakeful;
                if (over && lent.isEmpty()) {
                    return List.of();
                }
                idle = !over;
                if (over) {
                    forDatabase.await();
                } else {
                    left = forDatabase.awaitNanos(left);
                }
            }
            if (!journalIsEmpty.getAsBoolean()) {
                return List.of();
            }
            List<Waiting> batch = take();
            takenForJournal = false;
            crowded = batch.size() > 1;
            batch.forEach(Waiting::markSent);
            return batch;
        } finally {
            idle = false;
            wakeful = false;
            lock.unlock();
        }
    }

    /**
     * Takes this one alone, if there is nothing else to do: who waits for its receipt takes the place of the database's
     * writer, which stays in {@link #take} until {@link #giveBack}. Empty when others wait, or have just done so: a batch of
     * them is better; and when the writer itself has something to do.
     */
    List<Waiting> takeAlone(Waiting waiting, BooleanSupplier journalIsEmpty) {
        lock.lock();
        try {
            boolean free = idle && lent.isEmpty() && !crowded && !closed && !journaling;
            if (!free || !queue.isEmpty() || !taken.isEmpty() || !journalIsEmpty.getAsBoolean()) {
                return List.of();
            }
            size.add(waiting);
            waiting.markSent();
            lent = List.of(waiting);
            taken = lent;
            takenForJournal = false;
            return lent;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the place of the database's writer back, which goes on with what is not stored, or has come since. */
    void giveBack(List<Waiting> alone, boolean stored) {
        lock.lock();
        try {
            lent = List.of();
            wakeful = !stored || journaling;
            if (stored) {
                done(alone);
            } else {
                putBack(alone);
            }
            if (wakeful || !idle || closed) {
                forDatabase.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether one that has the writer's place has waited so long for the database that its publisher must be told. */
    boolean isLentTooLong(long now) {
        lock.lock();
        try {
            return !lent.isEmpty() && lent.get(0).deadline() - graceNanos - now <= 0;
        } finally {
            lock.unlock();
        }
    }

    /** The next batch for the journal; empty when the time is over. */
    List<Waiting> takeForJournal(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!journaling || !taken.isEmpty() || queue.isEmpty()) {
                if (left <= 0) {
                    return List.of();
                }
                left = forJournal.awaitNanos(left);
            }
            takenForJournal = true;
            return take();
        } finally {
            lock.unlock();
        }
    }

    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        int bytes = 0;
        while (!queue.isEmpty() && batch.size() < BATCH && bytes < BATCH_SIZE) {
            Waiting next = queue.removeFirst();
            if (next.isOver()) {
                leaves(next);
            } else {
                batch.add(next);
                bytes += next.size();
            }
        }
        taken = batch;
        signalIfEmpty();
        return batch;
    }

    /** The batch is answered. */
    void done(List<Waiting> batch) {
        lock.lock();
        try {
            if (taken == batch) {
                taken.forEach(each -> leaves(each));
                taken = List.of();
                if (!queue.isEmpty()) {
                    forDatabase.signal();
                }
                signalIfEmpty();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The batch could not be stored: what is not answered yet comes first in the next one. */
    void putBack(List<Waiting> batch) {
        lock.lock();
        try {
            if (taken == batch) {
                putBackTaken();
            }
        } finally {
            lock.unlock();
        }
    }

    private void putBackTaken() {
        for (int i = taken.size() - 1; i >= 0; i--) {
            Waiting each = taken.get(i);
            if (each.isOver()) {
                leaves(each);
            } else {
                queue.addFirst(each);
            }
        }
        taken = List.of();
        forDatabase.signal();
        forJournal.signal();
        signalIfEmpty();
    }

    /**
     * From now on everything goes to the journal, and first what the database has not answered: the event's id keeps it
     * from being stored twice. What the journal is writing already it goes on with.
     */
    void toJournal() {
        lock.lock();
        try {
            if (!journaling) {
                journaling = true;
                if (!takenForJournal) {
                    putBackTaken();
                }
                forJournal.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The journal could take nothing: once the database answers, it gets what is late as well, instead of being left again for a journal that
     * cannot take it either. Until nothing is late any more.
     */
    void journalIsFull() {
        lock.lock();
        try {
            journalIsFull = true;
        } finally {
            lock.unlock();
        }
    }

    /** From now on everything goes to the database, once it has stored what is in the journal. */
    void toDatabase() {
        lock.lock();
        try {
            journaling = false;
            forDatabase.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How many events wait, those on their way included. */
    int events() {
        lock.lock();
        try {
            return size.events();
        } finally {
            lock.unlock();
        }
    }

    /** How much memory they take, about. */
    long bytes() {
        lock.lock();
        try {
            return size.bytes();
        } finally {
            lock.unlock();
        }
    }

    boolean isJournaling() {
        lock.lock();
        try {
            return journaling;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether an event has waited so long for the database that it shall go to the journal. Asked again and again: once nothing is late, a journal that was
     * full is worth another try.
     */
    boolean needsJournal(long now) {
        lock.lock();
        try {
            if (graceNanos == 0 || journaling) {
                return false;
            }
            boolean late = firstDeadline(now) - graceNanos - now <= 0;
            journalIsFull &= late;
            return late && !journalIsFull;
        } finally {
            lock.unlock();
        }
    }

    /** Takes out the events whose time is over: nobody waits for them, so they must not be stored later. */
    Expired expire(long now) {
        List<Waiting> unsent = new ArrayList<>();
        List<Waiting> sent = new ArrayList<>();
        lock.lock();
        try {
            queue.removeIf(each -> {
                boolean over = each.isEvent() && each.deadline() - now <= 0;
                if (over) {
                    leaves(each);
                    (each.wasSent() ? sent : unsent).add(each);
                }
                return over;
            });
            for (Waiting each : taken) {
                if (each.isEvent() && !each.isOver() && each.deadline() - now <= 0) {
                    sent.add(each);
                }
            }
            signalIfEmpty();
        } finally {
            lock.unlock();
        }
        return new Expired(unsent, sent);
    }

    /** Whose time is over: never sent, and sent without an answer. */
    record Expired(Collection<Waiting> unsent, Collection<Waiting> sent) {}

    /** How long until something has to be done about an event that waits, at most the given time. */
    long untilDeadline(long atMost) {
        lock.lock();
        try {
            long now = System.nanoTime();
            return Math.min(atMost, firstDeadline(now) - (journaling ? 0 : graceNanos) - now);
        } finally {
            lock.unlock();
        }
    }

    private long firstDeadline(long now) {
        long first = now + TimeUnit.DAYS.toNanos(1);
        for (Collection<Waiting> all : List.of(taken, queue)) {
            for (Waiting each : all) {
                if (each.isEvent() && !each.isOver() && each.deadline() - first < 0) {
                    first = each.deadline();
                }
            }
        }
        return first;
    }

    /** Waits until nothing waits; false when the time is over before. */
    boolean awaitEmpty(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!queue.isEmpty() || !taken.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = empty.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void signalIfEmpty() {
        if (queue.isEmpty() && taken.isEmpty()) {
            empty.signalAll();
        }
    }

    /** Nothing more is accepted. */
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            forDatabase.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Everything that is left, after the writers have gone. */
    List<Waiting> drain() {
        lock.lock();
        try {
            // Somebody may still be at it.
            taken.forEach(Waiting::markSent);
            List<Waiting> left = new ArrayList<>(taken);
            left.addAll(queue);
            queue.clear();
            taken = List.of();
            return left;
        } finally {
            lock.unlock();
        }
    }

    private void leaves(Waiting waiting) {
        size.remove(waiting);
        if (waiting.isEvent()) {
            room.signal();
        }
    }
}
