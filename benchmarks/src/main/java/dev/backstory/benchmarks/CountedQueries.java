package dev.backstory.benchmarks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Counts the queries that go through a data source. What begins and ends a transaction is none. */
final class CountedQueries {

    private final AtomicInteger queries = new AtomicInteger();
    private final DataSource source;

    CountedQueries(DataSource counted) {
        source = proxy(DataSource.class, (self, method, arguments) -> {
            Object result = call(counted, method, arguments);
            return result instanceof Connection connection ? connection(connection) : result;
        });
    }

    DataSource source() {
        return source;
    }

    void reset() {
        queries.set(0);
    }

    int count() {
        return queries.get();
    }

    private Connection connection(Connection real) {
        return proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                queries.incrementAndGet();
            }
            return call(real, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(CountedQueries.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
