package dev.backstory.agent.boot;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A listener, which is often a lambda that cannot be changed; each message that it is called with is a step. */
final class JmsListener implements InvocationHandler {

    private final Object listener;

    private JmsListener(Object listener) {
        this.listener = listener;
    }

    static Object around(Object listener) {
        Class<?> type = Types.find(listener.getClass(), "jakarta.jms.MessageListener");
        type = type == null ? Types.find(listener.getClass(), "javax.jms.MessageListener") : type;
        return type == null || inside(listener) != listener ? listener : StandIn.of(type, new JmsListener(listener));
    }

    /** The application's listener inside ours; another as it is. */
    static Object inside(Object registered) {
        return StandIn.handler(registered) instanceof JmsListener ours ? ours.listener : registered;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Object message = method.getName().equals("onMessage") && arguments != null ? arguments[0] : null;
        Delivery delivery = message == null ? null : begin(message);
        Throwable failure = null;
        try {
            return CarriedCallback.call(listener, method, arguments);
        } catch (Throwable thrown) {
            failure = thrown;
            throw thrown;
        } finally {
            if (delivery != null) {
                delivery.handled(failure);
            }
        }
    }

    /** An error of ours must not cost the application a message. */
    private static @Nullable Delivery begin(Object message) {
        try {
            return Place.JMS.isOn() ? Delivery.handle(message, JmsMessages.arrival(message)) : null;
        } catch (Exception | LinkageError failure) {
            Place.JMS.failed(failure);
            return null;
        }
    }
}
