package dev.backstory.viewer.access;

import java.util.Map;

/** A request by nobody who may look; says what the answer is. */
public final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;

    public Refused(int status, String explanation, Map<String, String> headers) {
        super(explanation, null, false, false);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    static Refused forbidden(String explanation) {
        return new Refused(403, explanation, Map.of());
    }

    /** The answer's status. */
    public int status() {
        return status;
    }

    /** The answer's further headers. */
    public Map<String, String> headers() {
        return headers;
    }
}
