package dev.backstory.store.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;

/** A connection as a follower's handler gets it: when its transaction ends is not for the handler to say. */
final class HandlersConnection {

    private static final Set<String> NOT_THEIRS = Set.of("commit", "setAutoCommit", "abort", "setTransactionIsolation");

    private HandlersConnection() {}

    static Connection of(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                HandlersConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, given) -> {
                    boolean wholeRollback = method.getName().equals("rollback") && given == null;
                    if (wholeRollback || NOT_THEIRS.contains(method.getName())) {
                        throw new IllegalStateException(method.getName()
                                + " on a follower's connection: it commits by itself what was done with the event,"
                                + " together with its place; to take it back, throw");
                    }
                    if (method.getName().equals("close")) {
                        // Where a block closes what it was given, the transaction goes on all the same.
                        return null;
                    }
                    try {
                        return method.invoke(connection, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
