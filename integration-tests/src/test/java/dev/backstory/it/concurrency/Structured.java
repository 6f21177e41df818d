package dev.backstory.it.concurrency;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;

/** A {@code StructuredTaskScope}, a preview of JDK 25, for tests that are compiled for a JDK without it. */
final class Structured implements AutoCloseable {

    private final Class<?> type;
    private final Object scope;

    Structured() throws Exception {
        type = Class.forName("java.util.concurrent.StructuredTaskScope");
        scope = type.getMethod("open").invoke(null);
    }

    void fork(Callable<?> subtask) throws Exception {
        call("fork", new Class<?>[] {Callable.class}, subtask);
    }

    void join() throws Exception {
        call("join", new Class<?>[0]);
    }

    @Override
    public void close() throws Exception {
        call("close", new Class<?>[0]);
    }

    private void call(String method, Class<?>[] types, Object... given) throws Exception {
        try {
            type.getMethod(method, types).invoke(scope, given);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
