package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/** A message, or a part of one, in the hands of the calling thread: from the container's call of the receiver to its return. */
public final class WebSocketMessage {

    /** By thread and not by context: what a message hands over may well be what calls the receiver of the next. */
    private static final ThreadLocal<@Nullable WebSocketMessage> IN_HAND = new ThreadLocal<>();

    private final WebSocketConnection connection;
    private final Step step;
    private final boolean last;
    private final Scope scope;
    private final @Nullable WebSocketMessage outer;

    private WebSocketMessage(
            WebSocketConnection connection, Step step, boolean last, @Nullable WebSocketMessage outer) {
        this.connection = connection;
        this.step = step;
        this.last = last;
        this.outer = outer;
        this.scope = step.context().activate();
        IN_HAND.set(this);
    }

    /** A receiver is called with a message. Null when it is a part of the container's, or of the application's, own doing. */
    public static @Nullable Object enter(Object receiver, @Nullable Object[] arguments) {
        return enter(WebSocketConnection.of(receiver, arguments), receiver, false, true);
    }

    /** The same for a receiver of parts, one argument of which says whether it is the last. */
    public static @Nullable Object enterPart(Object receiver, @Nullable Object[] arguments) {
        boolean last = true;
        for (Object each : arguments) {
            last &= !Boolean.FALSE.equals(each);
        }
        return enter(WebSocketConnection.of(receiver, arguments), receiver, true, last);
    }

    static @Nullable WebSocketMessage enter(
            WebSocketConnection connection, Object receiver, boolean part, boolean last) {
        WebSocketMessage outer = IN_HAND.get();
        boolean nested = outer != null
                && (outer.connection == connection || !connection.isKnown() || !outer.connection.isKnown());
        if (!Place.WEBSOCKET.isOn() || nested) {
            return null;
        }
        if (!connection.isKnown() && !CausalContext.current().isNone()) {
            // The application calls its own receiver.
            return null;
        }
        return new WebSocketMessage(connection, connection.received(receiver, part, last), last, outer);
    }

    /** Whether what the endpoint is told is the failure of its message in the calling thread's hands: Tomcat tells it before it returns. */
    static boolean failed(WebSocketConnection connection, Throwable thrown) {
        WebSocketMessage message = IN_HAND.get();
        boolean ours = message != null && message.connection == connection;
        if (ours) {
            message.step.fail(thrown);
        }
        return ours;
    }

    /** It has returned, or thrown. */
    public static void exit(Object entered, @Nullable Throwable thrown) {
        ((WebSocketMessage) entered).end(thrown);
    }

    private void end(@Nullable Throwable thrown) {
        scope.close();
        if (outer == null) {
            IN_HAND.remove();
        } else {
            IN_HAND.set(outer);
        }
        connection.handled(step, last, thrown);
    }
}
