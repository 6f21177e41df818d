package dev.backstory.it.harness;

import dev.backstory.context.CausalContext;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks, in the child, into every live thread for a context: into its thread-locals, and into what the agent keeps for it
 * until it asks. Exact, where submitting probe tasks would see only the pools that the case knows and would itself be a hop.
 */
final class LeftoverContexts {

    private LeftoverContexts() {}

    /** One line per thread that has a context; empty when none has. A {@code main} keeps its own until it returns. */
    static String describe() throws ReflectiveOperationException {
        List<String> found = new ArrayList<>();
        for (Thread thread : liveThreads()) {
            CausalContext context = contextOf(thread);
            if (context != null && !context.isNone() && !thread.getName().equals("main")) {
                found.add(thread + ": " + context);
            }
        }
        return String.join("\n", found);
    }

    private static Set<Thread> liveThreads() throws ReflectiveOperationException {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        try {
            addAll(threads, call(Class.forName("jdk.internal.vm.ThreadContainers"), "root", null));
        } catch (ClassNotFoundException e) {
            // A JDK without virtual threads.
        }
        return threads;
    }

    private static void addAll(Set<Thread> threads, Object container) throws ReflectiveOperationException {
        Class<?> type = Class.forName("jdk.internal.vm.ThreadContainer");
        ((Stream<?>) call(type, "threads", container)).forEach(each -> threads.add((Thread) each));
        for (Object child : ((Stream<?>) call(type, "children", container)).toList()) {
            addAll(threads, child);
        }
    }

    private static @Nullable CausalContext contextOf(Thread thread) throws ReflectiveOperationException {
        Object map = read(Thread.class, "threadLocals", thread);
        Object table = map == null ? null : read(map.getClass(), "table", map);
        for (int i = 0; table != null && i < Array.getLength(table); i++) {
            Object entry = Array.get(table, i);
            Object value = entry == null ? null : read(entry.getClass(), "value", entry);
            if (value != null && value.getClass().getName().equals("dev.backstory.context.ThreadState")) {
                return (CausalContext) call(value.getClass(), "now", value);
            }
        }
        // The one that looks here is the test's: where all that a process does is a console session's, so is it.
        return thread == Thread.currentThread() ? null : startedWith(thread);
    }

    /** What the agent has noted for a thread that has not asked yet. */
    private static @Nullable CausalContext startedWith(Thread thread) throws ReflectiveOperationException {
        if (CausalContext.class.getClassLoader() != null) {
            return null; // there is no agent
        }
        Object started =
                Objects.requireNonNull(read(Class.forName("dev.backstory.agent.boot.ThreadStarts"), "STARTED", null));
        Method get = started.getClass().getDeclaredMethod("get", Object.class);
        get.setAccessible(true);
        return (CausalContext) get.invoke(started, thread);
    }

    private static Object call(Class<?> type, String name, @Nullable Object owner) throws ReflectiveOperationException {
        Method method = type.getDeclaredMethod(name);
        method.setAccessible(true);
        return method.invoke(owner);
    }

    private static @Nullable Object read(Class<?> type, String name, @Nullable Object owner)
            throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
