package dev.backstory;

import org.jspecify.annotations.Nullable;

/**
 * The store did not answer within {@code backstory.store.wait}. A publish that failed with it {@linkplain #mayBeStored may still have been
 * stored} when the connection broke between commit and answer.
 */
public final class StoreUnavailableException extends PublishException {

    private static final long serialVersionUID = 1L;

    /** What was asked for was not done. */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /** The same, or it is not known whether it was done. */
    public StoreUnavailableException(String message, @Nullable Throwable cause, boolean mayBeStored) {
        super(message, cause, mayBeStored);
    }
}
