package dev.backstory;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.store.FollowerStatus;
import dev.backstory.store.FollowerTurns;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a follower's turns until it is told to end, with pauses while there is nothing, or nothing can be done. */
final class FollowerThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private static final long POLL_MILLIS = 250;
    private static final long ASK_MILLIS = 2_000;
    private static final long HOLD_MILLIS = 2_000;
    private static final long LONGEST_MILLIS = 30_000;
    private static final int DOUBLINGS = 7;
    private static final long BEGIN_SECONDS = 5;

    private final String name;
    private final FollowerTurns turns;
    private final FollowerStep step;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final LongAdder failed = new LongAdder();
    private final Thread thread;

    private volatile boolean leads;
    private int failures;
    private @Nullable String said;

    FollowerThread(String name, FollowerTurns turns, FollowerStep step) {
        this.name = name;
        this.turns = turns;
        this.step = step;
        // Without the starter's thread locals: who is logged in there is nobody to act here.
        this.thread = new Thread(null, this, "backstory-follower-" + name, 0, false);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.setDaemon(true);
    }

    /** In no story, whoever starts it: each event brings its own. */
    void start() {
        Scope none = CausalContext.NONE.activate();
        try {
            thread.start();
        } finally {
            none.close();
        }
    }

    /** Until a name that is new has its place, if the store answers. */
    void awaitBegun() {
        try {
            if (!begun.await(BEGIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.debug("The follower {} begins when the store answers", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void tellToEnd() {
        stopping.countDown();
    }

    void stop(Duration atMost) {
        tellToEnd();
        try {
            if (thread != Thread.currentThread()) {
                TimeUnit.NANOSECONDS.timedJoin(thread, atMost.toNanos());
                if (thread.isAlive()) {
                    LOG.warn(
                            "The handler of the follower {} has not ended in time; nobody waits for it any more", name);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean hasEnded() {
        return !thread.isAlive();
    }

    String name() {
        return name;
    }

    FollowerStatus status() {
        return turns.status();
    }

    /** For how long the first event that is not handled has been stored; null where that is another process's, or the store is away. */
    @Nullable
    Duration lag() {
        Instant since = step.inHandSince();
        return !leads ? null : since == null ? Duration.ZERO : Duration.between(since, Instant.now());
    }

    /** How often its handler has failed in this process. */
    long failed() {
        return failed.sum();
    }

    @Override
    public void run() {
        try {
            begin();
            long pause = 0;
            while (!isToldToEndWithin(pause)) {
                pause = whateverComes();
            }
        } finally {
            leads = false;
            turns.close();
        }
    }

    /** Not even an exception that cannot be printed ends a follower. */
    private long whateverComes() {
        try {
            return turn();
        } catch (Throwable e) {
            return LONGEST_MILLIS;
        }
    }

    private void begin() {
        try {
            turns.begin();
        } catch (Exception | Error e) {
            LOG.debug("The follower {} begins when the store answers", name, e);
        } finally {
            begun.countDown();
        }
    }

    private boolean isToldToEndWithin(long millis) {
        long left = millis;
        while (left > HOLD_MILLIS) {
            if (isToldToEndAfter(HOLD_MILLIS)) {
                return true;
            }
            hold();
            left -= HOLD_MILLIS;
        }
        return isToldToEndAfter(left);
    }

    /** So that no other process takes the name meanwhile, and begins to count the failures anew. */
    private void hold() {
        if (leads) {
            try {
                turns.hold();
            } catch (Exception | Error e) {
                LOG.debug("The name of the follower {} is not held while the store is away", name, e);
            }
        }
    }

    private boolean isToldToEndAfter(long millis) {
        try {
            return stopping.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Left behind by a handler: only close() ends a follower.
            return false;
        }
    }

    /** Answers how long to wait for the next one. */
    private long turn() {
        try {
            FollowerTurns.Turn turn = turns.take(step);
            leads = turn != FollowerTurns.Turn.NOT_OURS;
            return switch (turn) {
                case NOT_OURS -> ASK_MILLIS;
                case NOTHING -> {
                    goesOn();
                    step.hasNone(turns.heldUpSince());
                    yield POLL_MILLIS;
                }
                case LOOKED -> 0;
                case HANDLED -> {
                    goesOn();
                    yield 0;
                }
            };
        } catch (Exception | Error e) {
            return afterFailure(e);
        }
    }

    private void goesOn() {
        if (said != null) {
            LOG.info("The follower {} goes on", name);
        }
        said = null;
        failures = 0;
    }

    private long afterFailure(Throwable thrown) {
        Throwable ofHandler = step.takeFailure();
        Throwable why = ofHandler == null ? thrown : ofHandler;
        if (ofHandler != null) {
            failed.increment();
        } else {
            // Nobody knows what is stored meanwhile, or who takes the name.
            leads = false;
        }
        long pause = POLL_MILLIS << Math.min(failures, DOUBLINGS);
        failures++;
        String what = ofHandler == null ? "" : ": the event " + step.inHand() + " could not be handled";
        String toSay = what + why;
        if (!toSay.equals(said)) {
            said = toSay;
            LOG.warn("The follower {} waits{}, and tries again until it can go on", name, what, why);
        }
        return Math.min(pause, LONGEST_MILLIS);
    }
}
