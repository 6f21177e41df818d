package dev.backstory.agent.boot;

import dev.backstory.context.ActorSource;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/**
 * One request to the JDK's own HTTP server, or to Vert.x's, and its step, which ends when the handler has returned and the answer is
 * complete, whichever comes last. The server's objects have it attached, so it refers to none of them.
 */
final class ServedExchange {

    private @Nullable Step step;
    private @Nullable Scope scope;
    private int status = ResponseStatus.UNKNOWN;
    private @Nullable String found;
    private boolean isExact;
    private boolean isInside;
    private boolean isFinished;

    synchronized boolean hasBegun() {
        return step != null;
    }

    /** Called once, on the thread that then enters the first filter or the handler. */
    synchronized void begin(Step.Builder builder, @Nullable ActorSource actors) {
        Step begun = builder.application(Thread.currentThread().getContextClassLoader())
                .start();
        CausalContext context = begun.context();
        step = begun;
        isInside = true;
        scope = actors == null ? context.activate() : context.activate(actors);
    }

    synchronized String correlationId() {
        return step == null ? "" : step.correlationId();
    }

    /** Somebody says the route, no earlier than in the handler; a router knows better. */
    synchronized void routed(String method, String route) {
        if (found == null) {
            rename(method, route);
        }
    }

    /** A router has found a route. What is for whatever is below its path does not make a better one worse. */
    synchronized void found(String method, String route, boolean exact) {
        if (exact || found == null || (!isExact && route.length() > found.length())) {
            found = route;
            isExact = exact;
            rename(method, route);
        }
    }

    private void rename(String method, String route) {
        if (step != null) {
            step.attribute("route", route);
            step.rename(Route.name(method, route));
        }
    }

    /** The handler has thrown, and may have asked others for the answer before. */
    synchronized void failed(Throwable thrown) {
        if (step != null) {
            step.fail(thrown);
        }
    }

    /** That thread has left them. An exception makes the server give the connection up. */
    synchronized void left(@Nullable Throwable thrown) {
        if (scope != null) {
            scope.close();
            scope = null;
        }
        if (thrown != null) {
            failed(thrown);
            isFinished = true;
        }
        isInside = false;
        endIfOver();
    }

    /** The first head counts: the server refuses a second one. */
    synchronized void answering(int first) {
        status = status == ResponseStatus.UNKNOWN ? first : status;
    }

    synchronized void finished() {
        if (!isFinished) {
            isFinished = true;
            endIfOver();
        }
    }

    /** The client has gone away; nobody answers any more. */
    synchronized void cancelled() {
        if (step != null && !isFinished) {
            step.attribute("status", "cancelled");
            finished();
        }
    }

    private void endIfOver() {
        Step ending = step;
        if (ending != null && isFinished && !isInside) {
            if (status != ResponseStatus.UNKNOWN) {
                ResponseStatus.record(ending, status, null);
            }
            ending.end();
        }
    }
}
