package dev.backstory.agent.boot;

import java.lang.reflect.Field;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What people call a task: the class of what the application gave, which the JDK has put into tasks of its own. */
final class TaskName {

    private static final String JDKS = "java.util.concurrent.";

    /** By which names the JDK's tasks have what they run. */
    private static final String[] FIELDS = {"callable", "task", "runnable"};

    /** A future task has an adapter, and that the application's own; so deep they are never within one another. */
    private static final int DEEPEST = 8;

    /** By the class of a task of the JDK's; empty where it has no such field. */
    private static final ClassValue<Field[]> INSIDE = new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
            Field[] found = new Field[FIELDS.length];
            int count = 0;
            for (Class<?> each = type; each != null && each.getName().startsWith(JDKS); each = each.getSuperclass()) {
                for (Field field : each.getDeclaredFields()) {
                    if (count < found.length && isOneOf(field.getName()) && field.trySetAccessible()) {
                        found[count++] = field;
                    }
                }
            }
            return Arrays.copyOf(found, count);
        }
    };

    private TaskName() {}

    static String of(Object task) {
        Object named = task;
        for (int i = 0; i < DEEPEST; i++) {
            Object inner = inside(named);
            if (inner == null) {
                break;
            }
            named = inner;
        }
        return of(named.getClass());
    }

    /** A lambda goes by the class that it stands in. */
    private static String of(Class<?> type) {
        String name = type.getName();
        int lambda = name.indexOf("$$Lambda");
        String declared = lambda < 0 ? name : name.substring(0, lambda);
        return declared.substring(declared.lastIndexOf('.') + 1);
    }

    /** A future task lets go of it when it is done. */
    private static @Nullable Object inside(Object task) {
        if (!task.getClass().getName().startsWith(JDKS)) {
            return null;
        }
        for (Field each : INSIDE.get(task.getClass())) {
            try {
                Object found = each.get(task);
                if (found != null) {
                    return found;
                }
            } catch (IllegalAccessException closed) {
                return null;
            }
        }
        return null;
    }

    private static boolean isOneOf(String name) {
        for (String each : FIELDS) {
            if (each.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
