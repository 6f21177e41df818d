package dev.backstory.it.harness;

import dev.backstory.Event;
import dev.backstory.Events;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;

/** What an application under test calls, in its own JVM: publishes events that the test finds by their labels. */
public final class Case {

    /** The key in an event's metadata by which the test finds what its case published. */
    static final String MARKER = "testCase";

    private Case() {}

    static void begin(String next) {
        // A system property: a web application in a loader of its own has a copy of this class.
        System.setProperty(MARKER, next);
    }

    /** The running case's own mark; for applications that publish events of their own: their metadata's {@code testCase}. */
    public static String marker() {
        return System.getProperty(MARKER, "none");
    }

    /** Publishes an event that the test finds by that label. */
    public static void publish(String label) {
        Events.publish(Event.of(label).metadata(MARKER, marker()).build());
    }

    /** Runs the body in a new story. */
    public static void inStep(String name, Body body) throws Exception {
        Step step = Step.of(Step.REQUEST, name).from(CausalContext.NONE).start();
        try (Scope ignored = step.context().activate()) {
            body.run();
        } finally {
            step.end();
        }
    }

    /** Work that may throw. */
    public interface Body {
        void run() throws Exception;
    }
}
