package dev.backstory.agent.boot;

import org.jspecify.annotations.Nullable;

/** The status that a client gets, of a request that is leaving its servlets. */
final class ResponseStatus {

    static final int FIRST_FAILURE = 500;
    private static final int FIRST_ERROR = 400;

    private ResponseStatus() {}

    /**
     * The status as the response has it, or is about to have it.
     *
     * @param thrown what leaves the outermost filter or servlet; null when nothing does, or the container has dealt with it
     * @return null where the container will choose one that cannot be told yet
     */
    static @Nullable Integer of(ServletApi api, Object response, @Nullable Throwable thrown) throws Throwable {
        int status = api.status(response);
        if (thrown == null || status >= FIRST_ERROR || api.isCommitted(response)) {
            return status;
        }
        return choosesItself(thrown) ? null : Integer.valueOf(FIRST_FAILURE);
    }

    /** Every other exception becomes a 500, as the specification has it. */
    private static boolean choosesItself(Throwable thrown) {
        String name = thrown.getClass().getName();
        return name.endsWith(".servlet.UnavailableException")
                || (name.startsWith("org.eclipse.jetty.") && !name.startsWith("org.eclipse.jetty.io."));
    }
}
