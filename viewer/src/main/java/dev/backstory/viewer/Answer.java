package dev.backstory.viewer;

import dev.backstory.viewer.access.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** An answer on its way, with the headers that every answer has. */
final class Answer {

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final int WORTH_PACKING = 1_000;
    private static final Pattern GZIP = Pattern.compile("(.*[, ])?gzip( *;(?! *q=0(\\.0*)?( |,|$))| *,|$).*");

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
        response.setHeader("Referrer-Policy", "same-origin");
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

    /** The page in UTF-8. */
    void html(int status, byte[] page) throws IOException {
        send(status, "text/html", page);
    }

    void text(int status, String type, String text) throws IOException {
        send(status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private void send(int status, String type, byte[] content) throws IOException {
        response.setStatus(status);
        response.setContentType(type + ";charset=utf-8");
        response.setHeader("Vary", "Accept-Encoding");
        byte[] sent = content;
        if (content.length > WORTH_PACKING && acceptsGzip()) {
            sent = packed(content);
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentLength(sent.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(sent);
        }
    }

    private boolean acceptsGzip() {
        String accepted = request.getHeader("Accept-Encoding");
        return accepted != null && GZIP.matcher(accepted).matches();
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(content.length / 4);
        try (Packing gzip = new Packing(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    /** Measured on a story of 200 rows: a fifth more bytes than the default level's, in a quarter of its time. */
    private static final class Packing extends GZIPOutputStream {
        private static final int QUICK = 3;

        Packing(OutputStream packed) throws IOException {
            super(packed, 8_192);
            def.setLevel(QUICK);
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

    /** Names the address that goes on where this one ends, as RFC 8288 has it; null: there is none. */
    void followedBy(@Nullable String address) {
        if (address != null) {
            response.setHeader("Link", "<" + address + ">; rel=\"next\"");
        }
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
