package dev.backstory;

import org.jspecify.annotations.Nullable;

/**
 * The store did not answer within {@code backstory.store.wait}. A publish that failed with it may still have been stored
 * when the connection broke between commit and answer; publishing the same event id again is safe.
 */
public final class StoreUnavailableException extends PublishException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
