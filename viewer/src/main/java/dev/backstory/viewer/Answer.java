package dev.backstory.viewer;

import dev.backstory.viewer.access.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An answer on its way, with the headers that every answer has. */
final class Answer {

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final HttpServletRequest request;
    private final HttpServletResponse response;

    Answer(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
    }

    void secure() {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Robots-Tag", "noindex");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
    }

    /** The page may be in a frame of pages of these origins; the browser is told so in the policy. */
    void embeddableIn(List<String> origins) {
        if (!origins.isEmpty()) {
            response.setHeader(
                    "Content-Security-Policy",
                    POLICY.replace("frame-ancestors 'none'", "frame-ancestors " + String.join(" ", origins)));
        }
    }

    void refused(Refused refused) throws IOException {
        refused.headers().forEach(response::setHeader);
        text(refused.status(), "text/plain", refused.getMessage() + "\n");
    }

    void html(int status, String page) throws IOException {
        text(status, "text/html", page);
    }

    void text(int status, String type, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(type + ";charset=utf-8");
        response.setContentLength(content.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(content);
        }
    }

    void asset(Assets.Asset asset) throws IOException {
        response.setHeader("Cache-Control", "no-cache");
        text(200, asset.type(), asset.content());
    }

    /** Whether the client has this version already, which is then all that it is told. */
    boolean isKnown(String version) {
        String tag = "W/\"" + version + "\"";
        response.setHeader("ETag", tag);
        boolean known = tag.equals(request.getHeader("If-None-Match"));
        if (known) {
            response.setStatus(304);
        }
        return known;
    }

    /** The name is one of ours: letters, digits, dots and hyphens. */
    void download(String name) {
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    /** The location comes from {@link Links}: a path of ours. */
    void redirect(String path) {
        response.setStatus(303);
        response.setHeader("Location", path);
    }
}
