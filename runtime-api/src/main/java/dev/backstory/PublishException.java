package dev.backstory;

import org.jspecify.annotations.Nullable;

/**
 * The event was not published: it is not valid, or the store refused it. The message says which and what to do; {@link #mayBeStored} says
 * whether it is certain.
 */
public class PublishException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean mayBeStored;

    public PublishException(String message) {
        this(message, null);
    }

    public PublishException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /** It is not known whether it is stored, or that it is not. */
    public PublishException(String message, @Nullable Throwable cause, boolean mayBeStored) {
        super(message, cause);
        this.mayBeStored = mayBeStored;
    }

    /**
     * Whether the event may be stored all the same, because it was on its way when the answer failed to come, or because an open transaction
     * has its id. False: it is not stored.
     * Publishing the same event id again is safe in both cases.
     */
    public boolean mayBeStored() {
        return mayBeStored;
    }
}
