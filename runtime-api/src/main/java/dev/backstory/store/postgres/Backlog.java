package dev.backstory.store.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What waits for the writer, in order and bounded; and what the writer has taken and not yet answered. */
final class Backlog {

    static final int MAX_EVENTS = 20_000;
    static final int MAX_STEPS = 20_000;
    private static final int BATCH = 1_000;
    private static final int BATCH_SIZE = 4_000_000;

    private final Deque<Waiting> queue = new ArrayDeque<>();
    private List<Waiting> taken = List.of();
    private int events;
    private int steps;
    private boolean closed;

    /** False when there is no room, or no writer any more. */
    synchronized boolean offer(Waiting waiting) {
        boolean isEvent = waiting.row() != null;
        if (closed || (isEvent ? events >= MAX_EVENTS : steps >= MAX_STEPS)) {
            return false;
        }
        count(waiting, 1);
        queue.addLast(waiting);
        notifyAll();
        return true;
    }

    /** The next batch in order, as soon as there is something; empty when the time is over or nothing more will come. */
    synchronized List<Waiting> take(long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        while (queue.isEmpty() && !closed) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                break;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        List<Waiting> batch = new ArrayList<>();
        int size = 0;
        while (!queue.isEmpty() && batch.size() < BATCH && size < BATCH_SIZE) {
            Waiting next = queue.removeFirst();
            count(next, -1);
            if (!next.isOver()) {
                batch.add(next);
                size += next.size();
            }
        }
        taken = batch;
        return batch;
    }

    /** The batch is answered. */
    synchronized void done() {
        taken = List.of();
        notifyAll();
    }

    /** The connection broke: what is not answered yet comes first in the next batch. The event's id keeps it from being stored twice. */
    synchronized void putBack() {
        List<Waiting> unanswered = new ArrayList<>(taken);
        Collections.reverse(unanswered);
        for (Waiting each : unanswered) {
            if (!each.isOver()) {
                count(each, 1);
                queue.addFirst(each);
            }
        }
        taken = List.of();
        notifyAll();
    }

    /** Takes out the events whose time is over: nobody waits for them, so they must not be stored later. */
    synchronized Expired expire(long now) {
        List<Waiting> unsent = new ArrayList<>();
        List<Waiting> sent = new ArrayList<>();
        // One wait for all: the queue is in the order of the deadlines.
        queue.removeIf(each -> {
            boolean over = each.row() != null && each.deadline() - now <= 0;
            if (over) {
                count(each, -1);
                unsent.add(each);
            }
            return over;
        });
        for (Waiting each : taken) {
            if (each.row() != null && !each.isOver() && each.deadline() - now <= 0) {
                sent.add(each);
            }
        }
        return new Expired(unsent, sent);
    }

    /** Whose time is over: never sent, and sent without an answer. */
    record Expired(Collection<Waiting> unsent, Collection<Waiting> sent) {}

    /** How long until the first deadline, at most the given time. */
    synchronized long untilDeadline(long atMost) {
        long now = System.nanoTime();
        long wait = atMost;
        for (Waiting each : taken) {
            if (each.row() != null && !each.isOver()) {
                wait = Math.min(wait, each.deadline() - now);
            }
        }
        for (Waiting each : queue) {
            if (each.row() != null) {
                wait = Math.min(wait, each.deadline() - now);
                break;
            }
        }
        return wait;
    }

    /** Waits until nothing waits; false when the time is over before. */
    synchronized boolean awaitEmpty(long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        while (!queue.isEmpty() || !taken.isEmpty()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /** Nothing more is accepted. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Everything that is left, after the writer has gone. */
    synchronized List<Waiting> drain() {
        List<Waiting> left = new ArrayList<>(taken);
        left.addAll(queue);
        queue.clear();
        taken = List.of();
        return left;
    }

    private void count(Waiting waiting, int by) {
        if (waiting.row() != null) {
            events += by;
        } else {
            steps += by;
        }
    }
}
