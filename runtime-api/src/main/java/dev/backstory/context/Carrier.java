package dev.backstory.context;

import org.jspecify.annotations.Nullable;

/**
 * What travels to another process and has room for ids beside the payload: the headers of a call or of a message, the
 * metadata of a job. {@link Propagator} writes and reads it.
 */
public interface Carrier {

    /** The value under that key; null when there is none, or when there are several and none can be preferred. */
    @Nullable
    String get(String key);

    /** Sets the value, in the place of one that is there. */
    void set(String key, String value);

    /** Removes the value. */
    void remove(String key);
}
