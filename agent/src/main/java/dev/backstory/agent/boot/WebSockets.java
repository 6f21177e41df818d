package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What advice calls as WebSocket connections are opened, told about and closed. */
public final class WebSockets {

    /** Of what a container makes in the handshake's request, and makes a session of when the request is over. */
    private static final WeakIdentityMap<WebSocketConnection> BEFORE_SESSION = new WeakIdentityMap<>();

    private WebSockets() {}

    /** An endpoint was deployed. */
    public static void deployed(@Nullable Object config) throws ReflectiveOperationException {
        if (config != null) {
            WebSocketPaths.deployed(config);
        }
    }

    /** What will become a session was made, by the request that is the handshake. */
    public static void upgrading(Object upgrade) {
        if (Place.WEBSOCKET.isOn()) {
            BEFORE_SESSION.put(upgrade, WebSocketConnection.openedHere());
        }
    }

    /** The same where it is known for which endpoint, which may never be told. */
    public static void upgrading(Object upgrade, @Nullable Object endpoint, @Nullable Object config)
            throws ReflectiveOperationException {
        upgrading(upgrade);
        WebSocketConnection connection = BEFORE_SESSION.get(upgrade);
        if (connection != null && endpoint != null) {
            connection.owns(endpoint);
            name(connection, endpoint, config);
        }
    }

    /** A session was made. */
    public static void opened(Object session, @Nullable Object[] arguments) {
        if (Place.WEBSOCKET.isOn()) {
            WebSocketConnection before = before(arguments);
            (before == null ? WebSocketConnection.openedHere() : before).owns(session);
        }
    }

    private static @Nullable WebSocketConnection before(@Nullable Object... objects) {
        for (Object each : objects) {
            WebSocketConnection known = each == null ? null : BEFORE_SESSION.get(each);
            if (known != null) {
                return known;
            }
        }
        return null;
    }

    /** A container makes a session of something, on whichever thread: still in the handshake. */
    public static @Nullable Scope making(Object maker, @Nullable Object[] arguments) {
        WebSocketConnection connection = Place.WEBSOCKET.isOn() ? before(maker) : null;
        connection = connection == null && Place.WEBSOCKET.isOn() ? before(arguments) : connection;
        return connection == null ? null : connection.opened().activate();
    }

    /** The endpoint is told that the session was opened, has failed or was closed. Null where it cannot be told which one. */
    public static @Nullable Scope telling(Object endpoint, @Nullable Object[] arguments)
            throws ReflectiveOperationException {
        WebSocketConnection connection = WebSocketConnection.of(endpoint, arguments);
        if (!Place.WEBSOCKET.isOn() || !connection.isKnown()) {
            return null;
        }
        Throwable thrown = null;
        for (Object each : arguments) {
            String type = each == null ? "" : each.getClass().getName();
            if (each instanceof Throwable failure) {
                thrown = failure;
            } else if (type.endsWith(".websocket.CloseReason")) {
                connection.closed();
            }
        }
        if (!connection.hasName()) {
            name(connection, endpoint, arguments.length < 2 ? null : arguments[1]);
        }
        if (thrown != null && WebSocketMessage.failed(connection, thrown)) {
            return null;
        }
        CausalContext context = connection.told(thrown);
        return context.step() != null
                        && context.step() == CausalContext.current().step()
                ? null
                : context.activate();
    }

    private static void name(WebSocketConnection connection, Object endpoint, @Nullable Object config)
            throws ReflectiveOperationException {
        String template = WebSocketPaths.of(config, endpoint);
        if (template != null) {
            connection.name(template);
        }
    }

    /** That has been done. */
    public static void done(@Nullable Scope scope) {
        if (scope != null) {
            scope.close();
        }
    }

    /** A session gets a handler of messages; what it shall get instead, where the handler's own class cannot be changed. */
    public static @Nullable Object registering(Object session, @Nullable Object handler) {
        if (handler == null || !Place.WEBSOCKET.isOn()) {
            return handler;
        }
        WebSocketConnection connection = WebSocketConnection.of(session);
        if (handler.getClass().isHidden()) {
            return LambdaHandler.around(handler, connection);
        }
        if (connection.isKnown()) {
            connection.owns(handler);
        }
        return handler;
    }

    /** What equals the one that the session got instead. */
    public static @Nullable Object removing(@Nullable Object handler) {
        return handler != null && handler.getClass().isHidden()
                ? LambdaHandler.around(handler, WebSocketConnection.UNKNOWN)
                : handler;
    }

    /** The handlers of a session, as the application knows them. */
    public static @Nullable Set<?> handlers(@Nullable Set<?> handlers) {
        boolean ours = false;
        for (Object each : handlers == null ? Set.of() : handlers) {
            ours |= LambdaHandler.unwrapped(each) != each;
        }
        if (!ours || handlers == null) {
            return handlers;
        }
        Set<Object> theirs = new LinkedHashSet<>();
        for (Object each : handlers) {
            theirs.add(LambdaHandler.unwrapped(each));
        }
        return theirs;
    }
}
