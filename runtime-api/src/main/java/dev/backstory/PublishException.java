package dev.backstory;

import org.jspecify.annotations.Nullable;

/** The event was not published: it is not valid, or the store refused it. The message says which and what to do. */
public class PublishException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PublishException(String message) {
        super(message);
    }

    public PublishException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
