package dev.backstory.context;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** The live sinks of this JVM by handle (a small positive number), each held weakly: its publisher keeps it alive. */
public final class StepSinks {

    /** The handle that stands for no sink. */
    public static final int NONE = 0;

    private static final Object LOCK = new Object();
    private static volatile Registration[] registrations = new Registration[0];

    private StepSinks() {}

    /**
     * Registers a sink for the steps of applications in the given loader and its children.
     *
     * @return the sink's handle, never used again for another sink
     */
    public static int register(ClassLoader loader, StepSink sink) {
        synchronized (LOCK) {
            Registration[] old = registrations;
            int live = 0;
            int last = 0;
            for (Registration each : old) {
                last = each.handle;
                if (each.sink.get() != null) {
                    live++;
                }
            }
            Registration[] next = new Registration[live + 1];
            int i = 0;
            for (Registration each : old) {
                if (each.sink.get() != null && i < live) {
                    next[i++] = each;
                }
            }
            Registration added = new Registration(last + 1, loader, sink);
            next[i++] = added;
            // A sink that was collected between the two loops leaves a hole at the end.
            registrations = i == next.length ? next : java.util.Arrays.copyOf(next, i);
            return added.handle;
        }
    }

    /** Forgets the sink of that handle: its publisher is closed. */
    public static void unregister(int handle) {
        synchronized (LOCK) {
            for (Registration each : registrations) {
                if (each.handle == handle) {
                    each.sink.clear();
                }
            }
        }
    }

    /** The handle of the sink registered last for the loader or its nearest ancestor; {@link #NONE} if there is none. */
    public static int forLoader(@Nullable ClassLoader loader) {
        Registration[] all = registrations;
        for (ClassLoader each = loader; each != null; each = each.getParent()) {
            for (int i = all.length - 1; i >= 0; i--) {
                if (all[i].loader.get() == each && all[i].sink.get() != null) {
                    return all[i].handle;
                }
            }
        }
        return NONE;
    }

    /** The handle of the only live sink; {@link #NONE} when there is none, or when there are several to choose from. */
    static int single() {
        int found = NONE;
        for (Registration each : registrations) {
            if (each.sink.get() != null) {
                if (found != NONE) {
                    return NONE;
                }
                found = each.handle;
            }
        }
        return found;
    }

    static @Nullable StepSink byHandle(int handle) {
        for (Registration each : registrations) {
            if (each.handle == handle) {
                return each.sink.get();
            }
        }
        return null;
    }

    private static final class Registration {
        final int handle;
        final WeakReference<ClassLoader> loader;
        final WeakReference<StepSink> sink;

        Registration(int handle, ClassLoader loader, StepSink sink) {
            this.handle = handle;
            this.loader = new WeakReference<>(loader);
            this.sink = new WeakReference<>(sink);
        }
    }
}
