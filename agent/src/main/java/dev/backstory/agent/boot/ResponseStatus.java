package dev.backstory.agent.boot;

import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/** The status that a client gets, of a request that is leaving its servlets. */
final class ResponseStatus {

    static final int FIRST_FAILURE = 500;
    static final int UNKNOWN = -1;
    private static final int FIRST_ERROR = 400;
    private static final int MOST = 600;
    private static final @Nullable String[] TEXTS = new @Nullable String[MOST];

    private ResponseStatus() {}

    /**
     * The status as the response has it, or is about to have it.
     *
     * @param thrown what leaves the outermost filter or servlet; null when nothing does, or the container has dealt with it
     * @return {@link #UNKNOWN} where the container will choose one that cannot be told yet
     */
    static int of(ServletApi api, Object response, @Nullable Throwable thrown) throws Throwable {
        int status = api.status(response);
        if (thrown == null || status >= FIRST_ERROR || api.isCommitted(response)) {
            return status;
        }
        return choosesItself(thrown) ? UNKNOWN : FIRST_FAILURE;
    }

    /** Says of the step what was answered; a failure has the name of the exception that it was made of, where that is known. */
    static void record(Step step, int status, @Nullable String answeredException) {
        step.attribute("status", text(status));
        if (status >= FIRST_FAILURE) {
            step.fail(answeredException == null ? "status " + status : answeredException);
        }
    }

    /** The same few texts again and again, one for each status that was ever answered. */
    private static String text(int status) {
        if (status < 0 || status >= MOST) {
            return Integer.toString(status);
        }
        String text = TEXTS[status];
        if (text == null) {
            text = Integer.toString(status);
            TEXTS[status] = text;
        }
        return text;
    }

    /** Every other exception becomes a 500, as the specification has it. */
    private static boolean choosesItself(Throwable thrown) {
        String name = thrown.getClass().getName();
        return name.endsWith(".servlet.UnavailableException")
                || (name.startsWith("org.eclipse.jetty.") && !name.startsWith("org.eclipse.jetty.io."));
    }
}
