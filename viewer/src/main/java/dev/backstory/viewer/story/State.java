package dev.backstory.viewer.story;

/** How far something has come. */
public enum State {
    /** It happened, or ended without a failure. */
    DONE("worked"),
    /** The application itself told of a failure, by an event of a type that is said to be one. */
    REPORTED("reported a failure"),
    /** It failed, and a later attempt at the same work did not. */
    RETRIED("failed, then worked"),
    /** It failed, and was tried again, which did not work either. */
    AGAIN("failed, tried again"),
    /** It ended with an exception or another failure. */
    FAILED("failed"),
    /** It has not ended, and its process is alive. */
    RUNNING("still running"),
    /** It had not ended when its process did. */
    STOPPED("stopped: process ended"),
    /** It has not ended as far as is known, and nothing is known of its process. */
    UNKNOWN("unknown");

    private final String words;

    State(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** For style sheets and scripts. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether somebody should look at it. */
    public boolean isTrouble() {
        return this == FAILED || this == STOPPED;
    }
}
