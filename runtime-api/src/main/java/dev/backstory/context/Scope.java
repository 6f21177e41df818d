package dev.backstory.context;

import org.jspecify.annotations.Nullable;

/**
 * A context's stay on a thread. Closing it restores what the thread had before. Close it on the thread that opened it;
 * on another it does nothing. Closing twice does nothing; closing an outer scope closes the inner ones that were
 * forgotten, so that a mistake in one block cannot leave a stale context behind.
 */
public final class Scope implements AutoCloseable {

    @Nullable
    Scope outer;

    CausalContext opened;
    CausalContext installed;
    CausalContext previous;
    boolean holds;
    boolean refinement;

    @Nullable
    ActorSource actors;

    private final ThreadState state;

    Scope(ThreadState state) {
        this.state = state;
        this.opened = CausalContext.NONE;
        this.installed = CausalContext.NONE;
        this.previous = CausalContext.NONE;
    }

    /** Puts it around what the thread does next. */
    Scope around(
            @Nullable Scope inside,
            CausalContext before,
            CausalContext next,
            boolean inHand,
            boolean refines,
            @Nullable ActorSource asked) {
        outer = inside;
        previous = before;
        opened = before;
        installed = next;
        holds = inHand;
        refinement = refines;
        actors = asked;
        return this;
    }

    /** The context that it installed when it was opened. */
    public CausalContext installed() {
        return installed;
    }

    @Override
    public void close() {
        state.close(this);
    }

    /** Closes a scope of {@link CausalContext#enter()}, which is used again from then on. */
    public void leave() {
        state.leave(this);
    }
}
