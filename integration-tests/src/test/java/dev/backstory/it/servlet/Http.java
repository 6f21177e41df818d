package dev.backstory.it.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client that keeps its connections alive. */
final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String LINE_END = "\r\n";
    private static final Pattern ID = Pattern.compile("(?i)X-Correlation-ID: (\\S+)");

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

    /** Sends a request with each header at once over one connection, and returns the ids of the answers in their order. */
    static List<String> pipeline(String port, String path, @Nullable String... headers) {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < headers.length; i++) {
            requests.append(String.join(LINE_END, "GET " + path + " HTTP/1.1", "Host: 127.0.0.1", ""))
                    .append(headers[i] == null ? "" : headers[i] + LINE_END)
                    .append(i == headers.length - 1 ? "Connection: close" + LINE_END : "")
                    .append(LINE_END);
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return ID.matcher(answers)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(ArrayList::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable String id(HttpResponse<String> response) {
        return response.headers().firstValue("X-Correlation-ID").orElse(null);
    }
}
