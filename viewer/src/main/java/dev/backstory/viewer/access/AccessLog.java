package dev.backstory.viewer.access;

/** Keeps who looked at what. Nothing is shown that could not be recorded. */
@FunctionalInterface
public interface AccessLog {

    /** Keeps nothing: for a viewer that identifies nobody. */
    AccessLog NONE = look -> {};

    /**
     * Keeps it before the answer is given.
     *
     * @throws dev.backstory.StoreUnavailableException when it cannot be kept
     */
    void keep(Look look);
}
