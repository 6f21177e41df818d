package dev.backstory.agent.boot;

import org.jspecify.annotations.Nullable;

/** Looks at classes of libraries that we cannot link to. */
final class Types {

    private Types() {}

    /** The type of that name among the given one and all that it extends or implements; null when it is none of them. */
    static @Nullable Class<?> find(@Nullable Class<?> type, String name) {
        if (type == null || type.getName().equals(name)) {
            return type;
        }
        for (Class<?> each : type.getInterfaces()) {
            Class<?> found = find(each, name);
            if (found != null) {
                return found;
            }
        }
        return find(type.getSuperclass(), name);
    }
}
