package dev.backstory.context;

import org.jspecify.annotations.Nullable;

/**
 * How a thread learns, the first time that it asks, which context it was started with. Without an agent nobody watches
 * {@link Thread#start()}, and threads start with {@link CausalContext#NONE}. The agent installs its own.
 */
public abstract class Inheritance {

    private static volatile @Nullable Inheritance installed;

    /** Called by the agent, once. */
    public static void install(Inheritance inheritance) {
        installed = inheritance;
    }

    static CausalContext take(Thread thread) {
        Inheritance inheritance = installed;
        return inheritance == null ? CausalContext.NONE : inheritance.startedWith(thread);
    }

    /** The context that the thread was started with, which is then forgotten; NONE when there is none. */
    protected abstract CausalContext startedWith(Thread thread);
}
