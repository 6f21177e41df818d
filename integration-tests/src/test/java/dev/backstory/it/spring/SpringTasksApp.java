package dev.backstory.it.spring;

import dev.backstory.it.harness.Case;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The application with scheduled methods, called by its name: the tests are compiled against no version of Spring. */
final class SpringTasksApp {

    private static boolean started;
    private static @Nullable Future<?> triggered;

    private SpringTasksApp() {}

    /** Starts it when it is called first. */
    static synchronized void start() throws Exception {
        if (!started) {
            invoke("start");
            started = true;
        }
    }

    /** Calls asynchronous methods in a story. */
    static void call_async() throws Exception {
        inStory("ordered", "callAsync");
    }

    /** Tells listeners, in a transaction that is committed and in one that is rolled back, each in a story. */
    static void tell() throws Exception {
        inStory("one", "tell", true);
        inStory("other", "tell", false);
    }

    /** Ships a parcel in a story, in a transaction that is committed. */
    static void ship() throws Exception {
        inStory("ordered", "ship", true);
    }

    /** The same in one that is rolled back. */
    static void lose() throws Exception {
        inStory("ordered", "ship", false);
    }

    /** Tells listeners of what cannot be written, in a story. */
    static void tell_unwritable() throws Exception {
        inStory("ordered", "tellUnwritable");
    }

    /** Schedules a task with a trigger in a story. */
    static void trigger() throws Exception {
        inStory("ordered", "trigger");
    }

    /** Ends it. */
    static void end_trigger() {
        if (triggered != null) {
            triggered.cancel(false);
        }
    }

    /** Lets the scheduled methods work. */
    static void tick() throws Exception {
        invoke("tick", true);
    }

    /** Lets them rest. */
    static void rest() throws Exception {
        invoke("tick", false);
    }

    private static void inStory(String label, String method, Object... arguments) throws Exception {
        Case.inStep("orders", () -> {
            Case.publish(label);
            if (invoke(method, arguments) instanceof Future<?> future) {
                triggered = future;
            }
        });
    }

    private static @Nullable Object invoke(String method, Object... arguments) throws Exception {
        Class<?>[] types = arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {boolean.class};
        return Class.forName("dev.backstory.it.springtasks.Tasks")
                .getMethod(method, types)
                .invoke(null, arguments);
    }
}
