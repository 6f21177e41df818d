package dev.backstory.it.clients;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Calls by the clients that the JDK has; each returns what the called service answered. */
final class Clients {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

    private Clients() {}

    static String httpUrlConnection(String url) throws IOException {
        return httpUrlConnection(url, connection -> {});
    }

    static String httpUrlConnection(String url, Consumer<HttpURLConnection> settings) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        settings.accept(connection);
        try (InputStream answer = connection.getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static HttpRequest request(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    static String send(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    static String sendAsync(HttpRequest request, Runnable callback) {
        return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> {
                    callback.run();
                    return response.body();
                })
                .join();
    }
}
