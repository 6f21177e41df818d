package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What the advice in Vert.x calls. What is executed on one of its contexts is of the story of whoever gave it; a future's handler, a timer's
 * and a message are of that in which they were made, whichever context they come through.
 */
public final class VertxTasks {

    private static final String COMPLETABLE = "io.vertx.core.Completable";

    private VertxTasks() {}

    /** A task is given to a context's event loop. It is an object of Vert.x's own, around the application's handler. */
    public static @Nullable Runnable handedOver(@Nullable Runnable task) {
        CausalContext context = task == null ? CausalContext.NONE : Place.VERTX.capture();
        return task == null || context.isNone() ? task : new CarriedTask(task, context);
    }

    /** A handler is added to a future, which does not show it again. */
    public static @Nullable Object added(@Nullable Object handler) {
        return Place.VERTX.isOn() && !(handler instanceof Carrying)
                ? CarriedCallback.of(handler, COMPLETABLE, Place.VERTX)
                : handler;
    }

    /** A task for a worker, a step of a chain of futures or a message was made. */
    public static void made(Object object) {
        if (Place.VERTX.isOn()) {
            Attached.set(object, Place.VERTX.capture());
        }
    }

    /** A timer was made; those that Vert.x makes for itself are of no story. */
    public static void timed(Object timer, Object handler, boolean periodic) {
        if (Place.VERTX.isOn() && NettyTasks.isApplications(handler)) {
            CausalContext context = Place.VERTX.capture();
            Attached.set(timer, periodic ? new Recurring(context) : context);
        }
    }

    /** One of them goes on; null where that was not seen to be made. */
    public static @Nullable Scope enter(Object object) {
        return Place.VERTX.isOn() && Attached.get(object) instanceof CausalContext context ? context.enter() : null;
    }

    /** A worker begins with what several have given it, or a connection with its next request: of nobody who is there. */
    public static @Nullable Scope begin() {
        return Place.VERTX.isOn() ? CausalContext.NONE.enter() : null;
    }

    /** A timer fires: its scope, or its run as a story of its own. */
    public static @Nullable Object fire(Object timer, Object handler) {
        if (!Place.VERTX.isOn()) {
            return null;
        }
        Object carried = Attached.get(timer);
        return carried instanceof Recurring recurring
                ? PeriodicRun.begin(TaskName.of(handler), recurring.scheduledIn())
                : (carried instanceof CausalContext context ? context : CausalContext.NONE).enter();
    }

    /** It has fired. */
    public static void fired(@Nullable Object entered, @Nullable Throwable thrown) {
        if (entered instanceof PeriodicRun run) {
            PeriodicRun.end(run, thrown);
        } else if (entered instanceof Scope scope) {
            scope.leave();
        }
    }
}
