package dev.backstory.it.clients;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.concurrent.CompletableFuture;

/** Calls by Vert.x's HTTP client and by its WebClient, on one event loop. Compiled for version 5, run on both. */
public final class VertxCalls {

    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private static final HttpClient HTTP = client(HttpVersion.HTTP_1_1);
    private static final HttpClient HTTP_2 = client(HttpVersion.HTTP_2);
    private static final WebClient WEB = WebClient.wrap(HTTP);

    private VertxCalls() {}

    /** With one connection, for which calls of several stories wait. What makes it returns another type in version 4. */
    private static HttpClient client(HttpVersion version) {
        try {
            return (HttpClient) Vertx.class
                    .getMethod("createHttpClient", HttpClientOptions.class, PoolOptions.class)
                    .invoke(
                            VERTX,
                            new HttpClientOptions().setProtocolVersion(version),
                            new PoolOptions().setHttp1MaxSize(1).setHttp2MaxSize(1));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request by the client of that name; the callback is called with its answer. */
    public static CompletableFuture<String> call(String client, String url, Runnable callback) {
        return switch (client.split(" ", -1)[0]) {
            case "web" -> text(WEB.getAbs(url).send(), callback);
            case "web-body" -> text(WEB.postAbs(url).sendBuffer(Buffer.buffer("body")), callback);
            case "http" -> body(request(HTTP, HttpMethod.GET, url).compose(HttpClientRequest::send), callback);
            case "http-2" -> body(request(HTTP_2, HttpMethod.GET, url).compose(HttpClientRequest::send), callback);
            case "http-parts" -> body(request(HTTP, HttpMethod.POST, url).compose(VertxCalls::inParts), callback);
            case "http-handlers" -> handled(request(HTTP, HttpMethod.GET, url), callback);
            case "http-as" ->
                body(request(HTTP, HttpMethod.GET, url).compose(request -> as(client, request)), callback);
            default -> throw new IllegalArgumentException(client);
        };
    }

    /** With headers of its own. */
    public static CompletableFuture<String> own(String url) {
        return text(
                WEB.getAbs(url)
                        .putHeader("X-Own", "1")
                        .putHeader("X-Correlation-ID", "own-1")
                        .putHeader("baggage", "mine=2")
                        .send(),
                () -> {});
    }

    private static Future<HttpClientRequest> request(HttpClient client, HttpMethod method, String url) {
        return client.request(
                new RequestOptions().setMethod(method).setAbsoluteURI(url).setFollowRedirects(true));
    }

    private static Future<HttpClientResponse> inParts(HttpClientRequest request) {
        request.setChunked(true);
        request.write("a");
        request.write("b");
        request.end("c");
        return request.response();
    }

    /** Under the name of another host than the one that it is connected to. */
    private static Future<HttpClientResponse> as(String client, HttpClientRequest request) {
        return request.authority(HostAndPort.create(client.split(" ", -1)[1], 80))
                .send();
    }

    private static CompletableFuture<String> handled(Future<HttpClientRequest> request, Runnable callback) {
        Promise<String> answer = Promise.promise();
        request.compose(HttpClientRequest::send).onFailure(answer::fail).onSuccess(response -> {
            StringBuilder parts = new StringBuilder();
            response.handler(parts::append);
            response.endHandler(nothing -> {
                callback.run();
                answer.complete(parts.toString());
            });
        });
        return later(answer.future());
    }

    private static CompletableFuture<String> body(Future<HttpClientResponse> response, Runnable callback) {
        return later(response.compose(HttpClientResponse::body).map(body -> {
            callback.run();
            return body.toString();
        }));
    }

    private static CompletableFuture<String> text(Future<HttpResponse<Buffer>> response, Runnable callback) {
        return later(response.map(answered -> {
            callback.run();
            return String.valueOf(answered.bodyAsString());
        }));
    }

    private static CompletableFuture<String> later(Future<String> answer) {
        CompletableFuture<String> later = new CompletableFuture<>();
        answer.onSuccess(later::complete).onFailure(later::completeExceptionally);
        return later;
    }
}
