package dev.backstory.agent.boot;

import dev.backstory.context.Boundary;
import dev.backstory.context.CausalContext;
import java.util.concurrent.atomic.AtomicInteger;

/** A boundary as advice sees it: whether it is on, and how often its advice failed. */
public final class Place {

    /** So many failures are no accident: the boundary switches itself off. */
    static final int TOLERATED_FAILURES = 100;

    public static final Place SERVLET = new Place("servlet");
    public static final Place EXECUTOR = new Place("executor");
    public static final Place SCHEDULED = new Place("scheduled");
    public static final Place FUTURE = new Place("future");
    public static final Place FORKJOIN = new Place("forkjoin");
    public static final Place THREAD = new Place("thread");
    public static final Place QUEUE = new Place("queue");
    public static final Place MAIN = new Place("main");
    /** No boundary that one switches: the delegation of the context package. */
    public static final Place DELEGATION = new Place("delegation");

    private static final Place[] ALL = {SERVLET, EXECUTOR, SCHEDULED, FUTURE, FORKJOIN, THREAD, QUEUE, MAIN, DELEGATION
    };

    private final String name;
    private final Boundary boundary;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean on;

    private Place(String name) {
        this.name = name;
        this.boundary = Boundary.named(name);
    }

    /** Called for each boundary that is installed. */
    public static void switchOn(String name) {
        for (Place each : ALL) {
            if (each.name.equals(name)) {
                each.on = true;
            }
        }
    }

    /** The handler of everything that advice throws; called with the boundary's name from instrumented code. */
    public static void failed(Throwable failure, String name) {
        for (Place each : ALL) {
            if (each.name.equals(name)) {
                each.failed(failure);
            }
        }
    }

    void failed(Throwable failure) {
        int count = failures.incrementAndGet();
        if (count == 1) {
            System.err.println("[backstory] boundary " + name + ": an error was suppressed: " + failure);
        }
        if (count == TOLERATED_FAILURES) {
            on = false;
            System.err.println("[backstory] boundary " + name + " switched itself off after " + count
                    + " errors; the last: " + failure);
        }
    }

    /** Whether work is carried here. */
    public boolean isOn() {
        return on;
    }

    /** How many errors were suppressed. */
    public int failures() {
        return failures.get();
    }

    /** What work that is handed over here carries. */
    public CausalContext capture() {
        return on ? boundary.capture() : CausalContext.NONE;
    }

    Boundary boundary() {
        return boundary;
    }
}
