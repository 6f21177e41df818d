package dev.backstory.agent.boot;

import dev.backstory.context.Carrier;
import org.jspecify.annotations.Nullable;

/** The properties of a JMS message, whose names must be those of Java variables. One cannot be removed, only be made null. */
final class JmsProperties implements Carrier {

    private static final Call GET = new Call("getObjectProperty", 1);
    private static final Call SET = new Call("setStringProperty", 2);
    private static final Call EXISTS = new Call("propertyExists", 1);

    private final Object message;

    JmsProperties(Object message) {
        this.message = message;
    }

    @Override
    public @Nullable String get(String key) {
        return GET.on(message, name(key)) instanceof String text ? text : null;
    }

    @Override
    public void set(String key, String value) {
        SET.on(message, name(key), value);
    }

    @Override
    public void remove(String key) {
        if (Boolean.TRUE.equals(EXISTS.on(message, name(key)))) {
            SET.on(message, name(key), null);
        }
    }

    private static String name(String key) {
        return key.replace('-', '_');
    }
}
