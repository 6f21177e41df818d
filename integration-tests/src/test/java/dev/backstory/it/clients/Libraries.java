package dev.backstory.it.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.concurrent.FutureCallback;

/** Calls by libraries' clients; each returns what the called service answered. */
final class Libraries {

    private static final org.apache.http.impl.client.CloseableHttpClient APACHE4 =
            org.apache.http.impl.client.HttpClients.createDefault();
    private static final org.apache.hc.client5.http.impl.classic.CloseableHttpClient APACHE5 =
            org.apache.hc.client5.http.impl.classic.HttpClients.createDefault();
    private static final CloseableHttpAsyncClient ASYNC = HttpAsyncClients.createDefault();

    /** One call at a time. */
    private static final OkHttpClient OKHTTP =
            new OkHttpClient.Builder().dispatcher(oneByOne()).build();

    static {
        ASYNC.start();
    }

    private Libraries() {}

    private static Dispatcher oneByOne() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(1);
        return dispatcher;
    }

    static String apache4(org.apache.http.client.methods.HttpUriRequest request) throws IOException {
        return APACHE4.execute(request, response -> org.apache.http.util.EntityUtils.toString(response.getEntity()));
    }

    static String apache5(org.apache.hc.core5.http.ClassicHttpRequest request) throws IOException {
        return APACHE5.execute(
                request, response -> org.apache.hc.core5.http.io.entity.EntityUtils.toString(response.getEntity()));
    }

    static CompletableFuture<String> apacheAsync(SimpleHttpRequest request, Runnable callback) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        var ignored = ASYNC.execute(request, new FutureCallback<SimpleHttpResponse>() {
            @Override
            public void completed(SimpleHttpResponse response) {
                callback.run();
                answer.complete(response.getBodyText());
            }

            @Override
            public void failed(Exception failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void cancelled() {
                answer.cancel(false);
            }
        });
        return answer;
    }

    static SimpleHttpRequest asyncRequest(String url) {
        return new SimpleHttpRequest("GET", URI.create(url));
    }

    static Request okHttpRequest(String url) {
        return new Request.Builder().url(url).build();
    }

    static String okHttp(Request request) throws IOException {
        try (Response response = OKHTTP.newCall(request).execute()) {
            return response.body().string();
        }
    }

    static CompletableFuture<String> okHttpLater(Request request, Runnable callback) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        OKHTTP.newCall(request).enqueue(new Callback() {
            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    callback.run();
                    answer.complete(response.body().string());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void onFailure(Call call, IOException failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }
}
