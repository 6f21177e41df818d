package dev.backstory.agent.boot;

import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;

/**
 * What a callback has thrown although its interface does not declare it, as Kotlin's do: no proxy lets that out as it is. It is told
 * from what an application's own proxies throw, so that whoever is told of it can be told of the cause.
 */
final class Undeclared extends UndeclaredThrowableException {

    private static final long serialVersionUID = 1;

    private Undeclared(Throwable thrown) {
        super(thrown);
    }

    /** What a proxy shall throw for it. */
    static Throwable by(Method method, Throwable thrown) {
        boolean isDeclared = thrown instanceof RuntimeException || thrown instanceof Error;
        for (Class<?> each : method.getExceptionTypes()) {
            isDeclared |= each.isInstance(thrown);
        }
        return isDeclared ? thrown : new Undeclared(thrown);
    }

    /** What the callback itself has thrown. */
    static Throwable asThrown(Throwable thrown) {
        return thrown instanceof Undeclared undeclared ? undeclared.getUndeclaredThrowable() : thrown;
    }
}
