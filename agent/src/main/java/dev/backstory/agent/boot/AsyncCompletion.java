package dev.backstory.agent.boot;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** An AsyncListener of either API: ends the request's step when its response is done. */
final class AsyncCompletion implements InvocationHandler {

    private final ServletApi api;
    private final Exchange exchange;

    AsyncCompletion(ServletApi api, Exchange exchange) {
        this.api = api;
        this.exchange = exchange;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method called, Object @Nullable [] arguments) {
        switch (called.getName()) {
            case "equals" -> {
                return arguments != null && proxy == arguments[0];
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "toString" -> {
                return "backstory";
            }
            default -> happenedSafely(proxy, called.getName(), arguments);
        }
        return null;
    }

    private void happenedSafely(Object proxy, String what, Object @Nullable [] arguments) {
        try {
            if (arguments != null) {
                happened(proxy, what, arguments[0]);
            }
        } catch (Throwable e) {
            Place.SERVLET.failed(e);
        }
    }

    private void happened(Object proxy, String what, Object event) throws Throwable {
        switch (what) {
            // The next cycle begins without the listeners of the last.
            case "onStartAsync" -> api.async.listenAgain(api.async.context(event), proxy);
            case "onError" -> exchange.failed(api.async.throwable(event));
            case "onComplete" -> exchange.end(api, api.async.request(event), api.async.response(event), null);
            default -> {
                // A time-out is the application's to answer; if it does not, the container's status says so.
            }
        }
    }
}
