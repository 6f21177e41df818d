package dev.backstory.it.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client that keeps its connections alive. */
final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Http() {}

    static HttpResponse<String> post(String port, String path, String body) {
        return send(to(port, path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static HttpResponse<String> get(String port, String path, String... headers) {
        HttpRequest.Builder request = to(port, path);
        if (headers.length > 0) {
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
        }
        return send(request);
    }

    private static HttpRequest.Builder to(String port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static @Nullable String id(HttpResponse<String> response) {
        return response.headers().firstValue("X-Correlation-ID").orElse(null);
    }
}
