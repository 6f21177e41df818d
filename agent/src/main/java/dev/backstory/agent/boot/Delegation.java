package dev.backstory.agent.boot;

import org.jspecify.annotations.Nullable;

/**
 * Answers for the context package, and for what advice calls, in the place of loaders that do not ask their parent first: a library's
 * class that carries a value could not even be loaded where its loader does not find our interface.
 */
public final class Delegation {

    private Delegation() {}

    public static @Nullable Class<?> find(String name) throws ClassNotFoundException {
        return name.startsWith("dev.backstory.context.") || name.startsWith("dev.backstory.agent.boot.")
                ? Class.forName(name, false, null)
                : null;
    }
}
