package dev.backstory.context;

import org.jspecify.annotations.Nullable;

/** One thread's context and its open scopes, innermost first. Only that thread touches it. */
final class ThreadState {

    private static final ThreadLocal<ThreadState> STATES = new PerThread();

    /** So many scopes are kept. Work that helped with other work, very deeply, once, must not keep as many for ever. */
    private static final int MOST_SPARES = 16;

    /**
     * Without an agent this class belongs to the application, and a container's threads must not keep the application's
     * loader alive after it was undeployed; the bootstrap loader's copy lives for ever anyway.
     */
    private static final boolean REMOVE_WHEN_IDLE = ThreadState.class.getClassLoader() != null;

    private final Thread owner = Thread.currentThread();
    /** What the thread has outside of all scopes. */
    private CausalContext idle;

    private @Nullable Scope innermost;
    /** Scopes of hops that are over. */
    private @Nullable Scope spare;

    private int spares;

    private ThreadState(CausalContext inherited) {
        this.idle = inherited;
    }

    static ThreadState current() {
        return STATES.get();
    }

    static CausalContext context() {
        ThreadState state = STATES.get();
        state.removeIfIdle();
        return state.now();
    }

    static CausalContext contextWithActor() {
        ThreadState state = STATES.get();
        state.removeIfIdle();
        ActorSource actors = state.actors();
        return (actors == null ? state.now() : actors.applyTo(state.now())).withStepsActor();
    }

    static CausalContext contextWithKnownActor() {
        ThreadState state = STATES.get();
        state.removeIfIdle();
        ActorSource actors = state.actors();
        return (actors == null ? state.now() : actors.known(state.now())).withStepsActor();
    }

    private CausalContext now() {
        Scope open = innermost;
        return open == null ? idle : open.now();
    }

    private @Nullable ActorSource actors() {
        for (Scope open = innermost; open != null; open = open.outer) {
            if (open.actors != null) {
                return open.actors;
            }
            if (!open.refinement) {
                // Work that was handed over, even to this very thread, brought its actor along.
                break;
            }
        }
        return null;
    }

    Scope open(CausalContext next, boolean refinement, @Nullable ActorSource actors) {
        boolean holds = refinement ? refinesWorkInHand(next) : handedOver(next);
        return install(new Scope(this), next, holds, refinement, actors);
    }

    Scope enter(CausalContext next, @Nullable ActorSource actors) {
        Scope scope = spare;
        if (scope == null) {
            scope = new Scope(this);
        } else {
            spare = scope.outer;
            spares--;
        }
        return install(scope, next, handedOver(next), false, actors);
    }

    private Scope install(
            Scope scope, CausalContext next, boolean holds, boolean refinement, @Nullable ActorSource actors) {
        innermost = scope.around(innermost, refinement ? now() : null, next, holds, refinement, actors);
        return scope;
    }

    /** Work inside {@code main}, or inside no story, was not handed over: a worker loop there takes what it receives. */
    private static boolean handedOver(CausalContext next) {
        Step step = next.step();
        return next.correlationId() != null && (step == null || step.handsOver());
    }

    /** A block that handles an event is work in hand as well: the application says what causes what is below it. */
    private boolean refinesWorkInHand(CausalContext next) {
        String handled = next.handledEventId();
        return (innermost != null && innermost.holds) || (handled != null && !handled.equals(now().handledEventId()));
    }

    void close(Scope scope) {
        if (Thread.currentThread() != owner) {
            return;
        }
        for (Scope open = innermost; open != null; open = open.outer) {
            if (open == scope) {
                innermost = scope.outer;
                removeIfIdle();
                return;
            }
        }
    }

    /** One that is not the innermost was closed with an outer one, or stands around others that were forgotten: not used again. */
    void leave(Scope scope) {
        if (Thread.currentThread() == owner && innermost == scope) {
            innermost = scope.outer;
            boolean kept = spares < MOST_SPARES;
            scope.around(kept ? spare : null, null, CausalContext.NONE, false, false, null);
            if (kept) {
                spare = scope;
                spares++;
            }
            removeIfIdle();
        } else {
            close(scope);
        }
    }

    boolean hasWorkInHand() {
        return innermost != null && innermost.holds;
    }

    /**
     * The task that was handed over with the work in hand becomes one of no story, unless the application says what it handles.
     * While the step runs that handed it over it may be a part of it that borrows, and still has its work in hand.
     */
    void letGo() {
        Scope work = work();
        if (work == null || work.installed().via() == null || handlesItsOwn(work)) {
            return;
        }
        Step step = work.installed().step();
        receive(innermost, work, CausalContext.NONE);
        if (step != null && step.hasEnded()) {
            for (Scope open = innermost; open != null && open != work; open = open.outer) {
                open.holds = false;
            }
            work.holds = false;
            work.installed = null;
        }
    }

    private boolean handlesItsOwn(Scope work) {
        String handled = now().handledEventId();
        return handled != null && !handled.equals(work.installed().handledEventId());
    }

    /** The scope of the work that the thread is in, below the blocks that refine it. */
    private @Nullable Scope work() {
        Scope work = innermost;
        while (work != null && work.refinement) {
            work = work.outer;
        }
        return work;
    }

    void receive(CausalContext received) {
        if (hasWorkInHand()) {
            return;
        }
        Scope work = work();
        receive(innermost, work, received.isNone() && work != null ? work.installed() : received);
        removeIfIdle();
    }

    /**
     * Puts what was received below the blocks that are open around it, and with their metadata into each. A block must not bring
     * back, when it closes, what the previous element left behind.
     */
    private CausalContext receive(@Nullable Scope open, @Nullable Scope work, CausalContext received) {
        if (open == null) {
            idle = received;
            return received;
        }
        CausalContext now = open == work ? received : open.upon(receive(open.outer, work, received));
        open.received = now;
        return now;
    }

    private void removeIfIdle() {
        if (REMOVE_WHEN_IDLE && innermost == null && idle.isNone()) {
            STATES.remove();
        }
    }

    private static final class PerThread extends ThreadLocal<ThreadState> {
        @Override
        protected ThreadState initialValue() {
            return new ThreadState(Inheritance.take(Thread.currentThread()));
        }
    }
}
