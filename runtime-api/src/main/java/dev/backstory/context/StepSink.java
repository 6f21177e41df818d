package dev.backstory.context;

/**
 * Where steps are recorded. The runtime API registers one per publisher; whoever runs steps (the agent, or the
 * application through {@link Step}) reaches it only through a {@link StepSinks} handle, so that no context leads to a class
 * loader.
 */
public interface StepSink {

    /**
     * Records what is known of the step now. Called when a step of this sink ends, and when one fails; on the thread that
     * ends it, so it must return at once and must not throw.
     */
    void record(Step step);

    /**
     * Records a step whose id leaves this process now, with its parents: whoever receives it names it as a cause. Called
     * once per step; must return at once and must not throw.
     */
    default void left(Step step) {
        record(step);
    }
}
