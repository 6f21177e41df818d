package dev.backstory.agent.boot;

import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** The headers of a servlet request. */
final class RequestHeaders implements IncomingIds.Headers {

    private final ServletApi api;
    private final Object request;

    RequestHeaders(ServletApi api, Object request) {
        this.api = api;
        this.request = request;
    }

    @Override
    public @Nullable Enumeration<String> all(String name) {
        try {
            return api.headers(request, name);
        } catch (Throwable e) {
            Place.SERVLET.failed(e);
            return null;
        }
    }

    @Override
    public @Nullable String peer() {
        try {
            return api.text(ServletApi.Text.REMOTE_ADDRESS, request);
        } catch (Throwable e) {
            Place.SERVLET.failed(e);
            return null;
        }
    }

    @Override
    public @Nullable String connection() {
        return ConnectionPeer.behindWhatWasRead(request, Place.SERVLET);
    }
}
