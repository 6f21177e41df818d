package dev.backstory.it.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Notes which threads prepare statements on the connections of a source. */
record Preparing(DataSource target, Set<Thread> threads) {

    static Preparing on(DataSource target) {
        return new Preparing(target, ConcurrentHashMap.newKeySet());
    }

    DataSource source() {
        return noting(DataSource.class, target);
    }

    private <T> T noting(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                Preparing.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        threads.add(Thread.currentThread());
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return result instanceof Connection connection ? noting(Connection.class, connection) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
