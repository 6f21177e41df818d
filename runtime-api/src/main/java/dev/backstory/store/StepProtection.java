package dev.backstory.store;

import dev.backstory.context.Step;
import java.util.Map;

/** What a store may write of a step's attributes. Safe for use by several threads. */
@FunctionalInterface
public interface StepProtection {

    /** All, as they are. */
    StepProtection NONE = (step, mayAsk) -> step.attributes();

    /**
     * The step's attributes without secrets, and with personal values encrypted. Never fails: what cannot be is left out.
     *
     * @param mayAsk whether keys that are not in memory may be asked for, which may take a while
     */
    Map<String, String> attributes(Step step, boolean mayAsk);

    /** Whether there are keys to ask for at all. */
    default boolean asks() {
        return false;
    }
}
