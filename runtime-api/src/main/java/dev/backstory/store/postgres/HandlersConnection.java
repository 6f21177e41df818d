package dev.backstory.store.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection as a follower's handler gets it: when its transaction ends is not for the handler to say, and once it has returned the
 * connection is of no use, because what a thread left behind writes would be committed with another event.
 */
final class HandlersConnection implements InvocationHandler, AutoCloseable {

    private static final Set<String> NOT_THEIRS = Set.of("commit", "setAutoCommit", "abort", "setTransactionIsolation");

    private final Connection connection;
    private volatile boolean closed;

    HandlersConnection(Connection connection) {
        this.connection = connection;
    }

    Connection given() {
        return (Connection) Proxy.newProxyInstance(
                HandlersConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        String name = method.getName();
        if (name.equals("close")) {
            // Where a block closes what it was given, the transaction goes on all the same.
            return null;
        }
        if (name.equals("isClosed") && closed) {
            return true;
        }
        if (closed && method.getDeclaringClass() != Object.class) {
            throw new IllegalStateException(name + " on a follower's connection after its handler has returned");
        }
        if ((name.equals("rollback") && given == null) || NOT_THEIRS.contains(name)) {
            throw new IllegalStateException(
                    name + " on a follower's connection: it commits by itself what was done with the event,"
                            + " together with its place; to take it back, throw");
        }
        try {
            return method.invoke(connection, given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Takes it from the handler. */
    @Override
    public void close() {
        closed = true;
    }
}
