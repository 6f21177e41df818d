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

    /** What a refinement refines; null is none, here and below: that is what a scope is cleared to, and costs nothing to write. */
    @Nullable
    CausalContext opened;

    @Nullable
    CausalContext installed;

    /** What the thread has received since, and has in its place. */
    @Nullable
    CausalContext received;

    boolean holds;
    boolean refinement;

    @Nullable
    ActorSource actors;

    private final ThreadState state;

    Scope(ThreadState state) {
        this.state = state;
    }

    /** Puts it around what the thread does next. */
    Scope around(
            @Nullable Scope inside,
            @Nullable CausalContext before,
            CausalContext next,
            boolean inHand,
            boolean refines,
            @Nullable ActorSource asked) {
        outer = inside;
        opened = before;
        installed = next.isNone() ? null : next;
        received = null;
        holds = inHand;
        refinement = refines;
        actors = asked;
        return this;
    }

    /** The context that the thread has in it. */
    CausalContext now() {
        CausalContext instead = received;
        return instead == null ? installed() : instead;
    }

    /** The context that it installed when it was opened. */
    public CausalContext installed() {
        CausalContext it = installed;
        return it == null ? CausalContext.NONE : it;
    }

    /** What this refinement added, put upon another context. */
    CausalContext upon(CausalContext below) {
        CausalContext before = opened;
        return below.withAddedTo(before == null ? CausalContext.NONE : before, installed());
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
