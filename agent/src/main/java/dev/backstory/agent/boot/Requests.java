package dev.backstory.agent.boot;

import dev.backstory.context.Boundary;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import org.jspecify.annotations.Nullable;

/** What the servlet boundary's advice calls, with objects of either servlet API. */
public final class Requests {

    private static final Boundary START = Boundary.named("servlet", "AsyncContext.start");

    /** A container may use a context again, for another request; but not before it was started again. */
    private static final WeakIdentityMap<Exchange> STARTED = new WeakIdentityMap<>();

    private Requests() {}

    /** A servlet, filter or chain of filters is called. Null unless something has to be undone when it returns. */
    public static @Nullable Object enter(Object called, @Nullable Object request, @Nullable Object response)
            throws Throwable {
        ServletApi api = Place.SERVLET.isOn() ? ServletApi.of(request) : null;
        if (api == null || request == null) {
            return null;
        }
        Exchange exchange = Exchange.of(api, request);
        if (exchange == null) {
            exchange = Exchange.begin(api, request);
            api.setAttribute(request, Exchange.ATTRIBUTE, exchange);
        } else {
            Visit visit = exchange.visit();
            // Asked first: a step of the application's own may have let go of the request's, which is its parent.
            if (visit != null && visit.isOfThisThread()) {
                return visit.enter(called, request);
            }
            if (exchange.surroundsThisThread()) {
                return null;
            }
        }
        if (RequestRules.answerWithId() && response != null) {
            api.offerHeader(response, IncomingIds.CORRELATION, exchange.correlationId());
        }
        return Visit.begin(api, exchange, called, request, RequestRules.nameActor());
    }

    /** That call has returned, or thrown. */
    public static void exit(
            @Nullable Object entered, @Nullable Object request, @Nullable Object response, @Nullable Throwable thrown)
            throws Throwable {
        if (entered instanceof Visit.Inner inner) {
            inner.exit(response, thrown);
        }
        if (!(entered instanceof Visit visit) || request == null) {
            return;
        }
        visit.end(response, thrown);
        visit.exchange.failed(thrown);
        if (visit.exchange.isAsynchronous()) {
            visit.exchange.askFramework(visit.api, request);
        } else {
            visit.exchange.end(visit.api, request, response, thrown);
        }
    }

    /** {@code startAsync} has returned. Wrappers call one another: the first that returns counts. */
    public static void startedAsync(@Nullable Object request, @Nullable Object context) throws Throwable {
        ServletApi api = ServletApi.of(request);
        Exchange exchange = api == null || request == null ? null : Exchange.of(api, request);
        if (api == null || exchange == null || context == null) {
            return;
        }
        STARTED.put(context, exchange);
        if (exchange.becomesAsynchronous()) {
            // The listeners are called when the request can no longer be asked.
            CausalContext.currentWithActor();
            api.async.listen(context, new AsyncCompletion(api, exchange));
        }
    }

    /** A task that the container shall run carries the caller's context. */
    public static Runnable carried(Runnable task) {
        CausalContext context = Place.SERVLET.isOn() ? START.capture() : CausalContext.NONE;
        return context.isNone() ? task : new CarriedTask(task, context);
    }

    /** A listener is called; null when its request is not known or its context is there already. */
    public static @Nullable Scope enterListener(@Nullable Object event) throws Throwable {
        AsyncApi async = Place.SERVLET.isOn() ? AsyncApi.of(event) : null;
        Exchange exchange = async == null || event == null ? null : STARTED.get(async.context(event));
        return exchange == null || exchange.surroundsThisThread()
                ? null
                : exchange.namedContext().activate();
    }

    /** The listener has returned, or thrown. */
    public static void exitListener(@Nullable Scope scope) {
        if (scope != null) {
            scope.close();
        }
    }
}
