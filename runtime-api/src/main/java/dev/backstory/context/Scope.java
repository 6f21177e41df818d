package dev.backstory.context;

import org.jspecify.annotations.Nullable;

/**
 * A context's stay on a thread. Closing it restores what the thread had before. Close it on the thread that opened it;
 * on another it does nothing. Closing twice does nothing; closing an outer scope closes the inner ones that were
 * forgotten, so that a mistake in one block cannot leave a stale context behind.
 */
public final class Scope implements AutoCloseable {

    final @Nullable Scope outer;
    final CausalContext opened;
    final CausalContext installed;
    final boolean holds;
    final boolean refinement;
    final @Nullable ActorSource actors;
    CausalContext previous;
    private final ThreadState state;

    Scope(
            ThreadState state,
            @Nullable Scope outer,
            CausalContext previous,
            CausalContext installed,
            boolean holds,
            boolean refinement,
            @Nullable ActorSource actors) {
        this.state = state;
        this.outer = outer;
        this.previous = previous;
        this.opened = previous;
        this.installed = installed;
        this.holds = holds;
        this.refinement = refinement;
        this.actors = actors;
    }

    @Override
    public void close() {
        state.close(this);
    }
}
