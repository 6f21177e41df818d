package dev.backstory.store.journal;

import java.io.IOException;

/** The journal has reached its bound, or the disk is full. Nothing of what was to be written is there. */
public final class JournalFullException extends IOException {

    private static final long serialVersionUID = 1L;

    JournalFullException(String message) {
        super(message);
    }

    JournalFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
