package dev.backstory;

import org.jspecify.annotations.Nullable;

/**
 * The event was not published: it is not valid, or the store refused it. The message says which and what to do; {@link #mayBeStored} says
 * whether it is certain.
 */
public class PublishException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PublishException(String message) {
        super(message);
    }

    public PublishException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Whether the event may be stored all the same, because it was on its way when the answer failed to come. False: it is not stored.
     * Publishing the same event id again is safe in both cases.
     */
    public boolean mayBeStored() {
        return false;
    }
}
