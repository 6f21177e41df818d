package dev.backstory.agent.boot;

import dev.backstory.context.ActorSource;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A request's stay in the filters and servlets of one thread, from the outermost call to its return. It holds the
 * request, and is asked about it, for as long only: afterwards the container uses the object for somebody else.
 */
final class Visit extends ActorSource {

    final ServletApi api;
    final Exchange exchange;
    private final Thread thread = Thread.currentThread();
    private final Scope scope;
    private @Nullable Object innermost;
    private @Nullable SpringSecurity security;
    private boolean asking;

    private Visit(ServletApi api, Exchange exchange, Object called, Object request, boolean namesActor) {
        this.api = api;
        this.exchange = exchange;
        this.innermost = request;
        this.security = SpringSecurity.inside(called);
        CausalContext context = exchange.context();
        this.scope = namesActor ? context.enter(this) : context.enter();
    }

    static Visit begin(ServletApi api, Exchange exchange, Object called, Object request, boolean namesActor) {
        Visit visit = new Visit(api, exchange, called, request, namesActor);
        exchange.visit(visit);
        return visit;
    }

    boolean isOfThisThread() {
        return thread == Thread.currentThread();
    }

    /** A further filter or servlet is called; null when it was given the same as the one before. */
    @Nullable
    Inner enter(Object called, Object request) {
        SpringSecurity found = SpringSecurity.inside(called);
        if (request == innermost && found == null) {
            return null;
        }
        Inner inner = new Inner(this, innermost, security);
        innermost = request;
        security = found == null ? security : found;
        return inner;
    }

    /** The outermost call returns. */
    void end(@Nullable Object response, @Nullable Throwable thrown) throws Throwable {
        try {
            returning(response, thrown);
        } finally {
            scope.leave();
            exchange.visit(null);
            innermost = null;
            security = null;
        }
    }

    /** A failed step says who met with the failure, even if it led to no event. */
    private void returning(@Nullable Object response, @Nullable Throwable thrown) throws Throwable {
        if (exchange.actor() == null
                && (thrown != null || (response != null && api.status(response) >= ResponseStatus.FIRST_FAILURE))) {
            CausalContext.currentWithActor();
        }
    }

    @Override
    protected @Nullable String actor() {
        Object request = innermost;
        // What is asked may itself hand work over, a session's store for example.
        if (asking || request == null) {
            return exchange.actor();
        }
        asking = true;
        try {
            String user = LoggedIn.user(api, request);
            if (user == null && security != null) {
                user = security.user();
            }
            exchange.actor(user);
        } catch (Throwable e) {
            // The application's own code has failed; that is no reason to doubt the boundary.
            Place.SERVLET.skipped(
                    "who is logged in",
                    "asking " + request.getClass().getName() + " failed with "
                            + e.getClass().getName());
        } finally {
            asking = false;
        }
        return exchange.actor();
    }

    /** A call that was given another request than the one around it, or that is Spring Security's filter. */
    static final class Inner {

        final Visit visit;
        private final @Nullable Object request;
        private final @Nullable SpringSecurity security;

        private Inner(Visit visit, @Nullable Object request, @Nullable SpringSecurity security) {
            this.visit = visit;
            this.request = request;
            this.security = security;
        }

        void exit(@Nullable Object response, @Nullable Throwable thrown) throws Throwable {
            try {
                visit.returning(response, thrown);
            } finally {
                visit.innermost = request;
                visit.security = security;
            }
        }
    }
}
