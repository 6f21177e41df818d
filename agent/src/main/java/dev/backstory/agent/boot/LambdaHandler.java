package dev.backstory.agent.boot;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a handler of WebSocket messages that is a lambda, whose class nobody can change, where the container keeps it. The
 * application never sees it, and it equals any other that stands for the same.
 */
final class LambdaHandler implements InvocationHandler {

    private static final String HANDLER = ".websocket.MessageHandler";

    private final Object handler;
    private final WebSocketConnection connection;

    private LambdaHandler(Object handler, WebSocketConnection connection) {
        this.handler = handler;
        this.connection = connection;
    }

    static Object around(Object handler, WebSocketConnection connection) {
        for (Class<?> each : handler.getClass().getInterfaces()) {
            if (each.getName().endsWith(HANDLER + "$Whole") || each.getName().endsWith(HANDLER + "$Partial")) {
                return StandIn.of(each, new LambdaHandler(handler, connection));
            }
        }
        return handler;
    }

    /** What the object stands for; itself when it is none of ours. */
    static Object unwrapped(Object object) {
        return StandIn.handler(object) instanceof LambdaHandler ours ? ours.handler : object;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method called, Object @Nullable [] arguments) throws Throwable {
        if (arguments == null) {
            return call(called, null);
        }
        if (called.getName().equals("equals")) {
            return arguments[0] != null && handler.equals(unwrapped(arguments[0]));
        }
        Object message = begin(arguments);
        Throwable thrown = null;
        try {
            return call(called, arguments);
        } catch (Throwable e) {
            thrown = e;
            throw e;
        } finally {
            end(message, thrown);
        }
    }

    private @Nullable Object call(Method called, Object @Nullable [] arguments) throws Throwable {
        try {
            return called.invoke(handler, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private @Nullable Object begin(Object[] arguments) {
        try {
            boolean part = arguments.length > 1;
            return WebSocketMessage.enter(
                    connection, handler, part, !Boolean.FALSE.equals(arguments[arguments.length - 1]));
        } catch (Throwable e) {
            Place.WEBSOCKET.failed(e);
            return null;
        }
    }

    private static void end(@Nullable Object message, @Nullable Throwable thrown) {
        try {
            if (message != null) {
                WebSocketMessage.exit(message, thrown);
            }
        } catch (Throwable e) {
            Place.WEBSOCKET.failed(e);
        }
    }
}
