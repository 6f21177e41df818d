package dev.backstory.agent.boot;

import org.jspecify.annotations.Nullable;

/** Attaches a value to an object: in its added field, or in a weak map when its class was loaded before the agent came. */
public final class Attached {

    private static final WeakIdentityMap<Object> OTHERS = new WeakIdentityMap<>();

    private Attached() {}

    public static @Nullable Object get(Object owner) {
        return owner instanceof Carrying carrying ? carrying.backstory$carried() : OTHERS.get(owner);
    }

    public static void set(Object owner, @Nullable Object value) {
        if (owner instanceof Carrying carrying) {
            carrying.backstory$carry(value);
        } else if (value == null) {
            OTHERS.remove(owner);
        } else {
            OTHERS.put(owner, value);
        }
    }
}
