package dev.backstory.agent.boot;

import org.jspecify.annotations.Nullable;

/** Added to classes of others, over a transient synthetic field: the object carries something of ours. */
public interface Carrying {

    /** What it carries. */
    @Nullable
    Object backstory$carried();

    /** Makes it carry that; null releases it. */
    void backstory$carry(@Nullable Object carried);
}
