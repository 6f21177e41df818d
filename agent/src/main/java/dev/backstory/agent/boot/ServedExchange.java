package dev.backstory.agent.boot;

import dev.backstory.context.ActorSource;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/**
 * One request to the JDK's own HTTP server and its step, which ends when the handler has returned and the answer is complete,
 * whichever comes last. The server's objects have it attached, so it refers to none of them.
 */
final class ServedExchange {

    private @Nullable Step step;
    private @Nullable Scope scope;
    private int status = ResponseStatus.UNKNOWN;
    private boolean isInside;
    private boolean isFinished;

    synchronized boolean hasBegun() {
        return step != null;
    }

    /** Called once, on the thread that then enters the first filter or the handler. */
    synchronized void begin(Step.Builder builder, Object exchange) {
        Step begun = builder.application(Thread.currentThread().getContextClassLoader())
                .start();
        CausalContext context = begun.context();
        step = begun;
        isInside = true;
        scope = RequestRules.nameActor() ? context.activate(new LoggedInAt(exchange)) : context.activate();
    }

    synchronized String correlationId() {
        return step == null ? "" : step.correlationId();
    }

    /** That thread has left them. An exception makes the server give the connection up. */
    synchronized void left(@Nullable Throwable thrown) {
        if (scope != null) {
            scope.close();
            scope = null;
        }
        if (thrown != null && step != null) {
            step.fail(thrown);
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
        isFinished = true;
        endIfOver();
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

    /** Whom an authenticator of the server has let in, while the handler is at it. */
    private static final class LoggedInAt extends ActorSource {

        private static final Call PRINCIPAL = new Call("getPrincipal", 0);
        private static final Call USER = new Call("getUsername", 0);

        private final Object exchange;

        LoggedInAt(Object exchange) {
            this.exchange = exchange;
        }

        @Override
        protected @Nullable String actor() {
            Object principal = PRINCIPAL.on(exchange);
            return principal == null ? null : LoggedIn.name(USER.text(principal));
        }
    }
}
