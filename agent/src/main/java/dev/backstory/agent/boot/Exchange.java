package dev.backstory.agent.boot;

import dev.backstory.agent.boot.ServletApi.Text;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/** One HTTP request and its step; kept in an attribute of the request, so that dispatches on other threads find it. */
final class Exchange {

    static final String ATTRIBUTE = "dev.backstory.exchange";

    private static final String SPRING_EXCEPTION = "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";
    private static final String SPRING_PATTERN = "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

    private final Step step;
    private final String method;
    private boolean asynchronous;
    private volatile @Nullable Visit visit;
    private volatile @Nullable String actor;
    /** What an exception handler of the application made an answer of: a failure only if the answer says so. */
    private volatile @Nullable String answeredException;

    private volatile boolean onErrorPage;

    private Exchange(Step step, String method) {
        this.step = step;
        this.method = method;
    }

    static Exchange begin(ServletApi api, Object request) throws Throwable {
        String method = Route.method(api.text(Text.METHOD, request));
        Step.Builder step = RequestRules.step(new RequestHeaders(api, request), method, Route.of(api, request))
                .application(api.application(request));
        return new Exchange(step.start(), method);
    }

    static @Nullable Exchange of(ServletApi api, Object request) throws Throwable {
        return api.attribute(request, ATTRIBUTE) instanceof Exchange exchange ? exchange : null;
    }

    CausalContext context() {
        return step.context();
    }

    /** The same for work that comes when the request can no longer be asked who is logged in. */
    CausalContext namedContext() {
        String known = actor;
        return known == null ? step.context() : step.context().with(CausalContext.ACTOR, known);
    }

    /** The stay of the request that is open; null between two of them. */
    @Nullable
    Visit visit() {
        return visit;
    }

    void visit(@Nullable Visit open) {
        visit = open;
    }

    /** Who was logged in when that was last known. */
    @Nullable
    String actor() {
        return actor;
    }

    void actor(@Nullable String user) {
        if (user != null && !user.equals(actor)) {
            actor = user;
            step.attribute(CausalContext.ACTOR, user);
        }
    }

    String correlationId() {
        return step.correlationId();
    }

    /** Whether the calling thread is already inside: in this request's step, or in one that the application opened there. */
    boolean surroundsThisThread() {
        for (Step each = CausalContext.current().step(); each != null; each = each.parent()) {
            if (each == step) {
                return true;
            }
        }
        return false;
    }

    /** True once: from then on the container, and not the first return, says when the request is over. */
    synchronized boolean becomesAsynchronous() {
        boolean first = !asynchronous;
        asynchronous = true;
        return first;
    }

    synchronized boolean isAsynchronous() {
        return asynchronous;
    }

    void failed(@Nullable Throwable thrown) {
        if (thrown != null) {
            step.fail(reason(thrown));
        }
    }

    private static String reason(Throwable thrown) {
        String name = thrown.getClass().getName();
        Throwable cause = thrown.getCause();
        boolean wrapper = name.endsWith(".servlet.ServletException") || name.endsWith(".NestedServletException");
        return wrapper && cause != null ? cause.getClass().getName() : name;
    }

    /** A framework knows the route only after it has looked; and an asynchronous request can be asked for it only now. */
    void askFramework(ServletApi api, Object request) throws Throwable {
        if (api.attribute(request, api.errorStatus) != null) {
            onErrorPage = true;
        }
        // An error page is no better name; a container may have forgotten by the end that there was one.
        if (onErrorPage || step.hasEnded()) {
            return;
        }
        if (api.attribute(request, SPRING_PATTERN) instanceof String pattern && !pattern.isEmpty()) {
            String route = Route.inContext(api, request, pattern);
            step.attribute("route", route);
            step.rename(Route.name(method, route));
        }
        if (api.attribute(request, SPRING_EXCEPTION) instanceof Throwable answered) {
            answeredException = reason(answered);
        }
    }

    /** The request is over; thrown is what left it, if the container has not dealt with that yet. */
    void end(ServletApi api, @Nullable Object request, @Nullable Object response, @Nullable Throwable thrown)
            throws Throwable {
        try {
            if (request != null) {
                askFramework(api, request);
            }
            int status = response == null ? ResponseStatus.UNKNOWN : ResponseStatus.of(api, response, thrown);
            if (status != ResponseStatus.UNKNOWN) {
                ResponseStatus.record(step, status, answeredException);
            }
        } finally {
            step.end();
        }
    }
}
