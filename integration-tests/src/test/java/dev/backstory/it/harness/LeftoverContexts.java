package dev.backstory.it.harness;

import dev.backstory.context.CausalContext;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks, in the child, into the thread-locals of every live platform thread for a context. Exact, where submitting probe
 * tasks would see only the pools that the case knows and would itself be a hop.
 */
final class LeftoverContexts {

    private LeftoverContexts() {}

    /** One line per thread that has a context; empty when none has. A {@code main} keeps its own until it returns. */
    static String describe() throws ReflectiveOperationException {
        List<String> found = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            CausalContext context = contextOf(thread);
            if (context != null && !context.isNone() && !thread.getName().equals("main")) {
                found.add(thread.getName() + ": " + context);
            }
        }
        return String.join("\n", found);
    }

    private static @Nullable CausalContext contextOf(Thread thread) throws ReflectiveOperationException {
        Object map = read(Thread.class, "threadLocals", thread);
        if (map == null) {
            return null;
        }
        Object table = read(map.getClass(), "table", map);
        for (int i = 0; table != null && i < Array.getLength(table); i++) {
            Object entry = Array.get(table, i);
            Object value = entry == null ? null : read(entry.getClass(), "value", entry);
            if (value != null && value.getClass().getName().equals("dev.backstory.context.ThreadState")) {
                Method now = value.getClass().getDeclaredMethod("now");
                now.setAccessible(true);
                return (CausalContext) now.invoke(value);
            }
        }
        return null;
    }

    private static @Nullable Object read(Class<?> type, String name, Object owner) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
