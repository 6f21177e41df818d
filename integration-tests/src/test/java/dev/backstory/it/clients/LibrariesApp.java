package dev.backstory.it.clients;

import dev.backstory.it.harness.Case;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okhttp3.Request;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;

/** The caller; the called service is that of {@link CallsApp}. */
final class LibrariesApp {

    static final Map<String, Sender> SENDERS = new LinkedHashMap<>();

    static {
        SENDERS.put("apache4", url -> Libraries.apache4(new org.apache.http.client.methods.HttpGet(url)));
        SENDERS.put("apache5", url -> Libraries.apache5(new org.apache.hc.client5.http.classic.methods.HttpGet(url)));
        SENDERS.put("apache-async", url -> Libraries.apacheAsync(Libraries.asyncRequest(url), () -> {})
                .join());
        SENDERS.put("okhttp", url -> Libraries.okHttp(Libraries.okHttpRequest(url)));
    }

    private LibrariesApp() {}

    static int port() throws Exception {
        return CallsApp.port(new RelayServlet());
    }

    /** Calls once with each client, each in a story of its own; asynchronous ones of several stories at once. */
    static void every_client(String url) throws Exception {
        for (Map.Entry<String, Sender> each : SENDERS.entrySet()) {
            inStory(each.getKey(), () -> each.getValue().send(url));
        }
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (String each : List.of("1", "2", "3")) {
            String async = "apache-async " + each;
            inStory(
                    async,
                    () -> answers.add(Libraries.apacheAsync(
                            Libraries.asyncRequest(url), () -> Case.publish("callback of " + async))));
            String okHttp = "okhttp " + each;
            inStory(
                    okHttp,
                    () -> answers.add(Libraries.okHttpLater(
                            Libraries.okHttpRequest(url), () -> Case.publish("callback of " + okHttp))));
        }
        answers.forEach(CompletableFuture::join);
    }

    /** What each of them was answered, in a story. */
    static String call(String url) throws Exception {
        StringBuilder answers = new StringBuilder();
        for (Map.Entry<String, Sender> each : SENDERS.entrySet()) {
            inStory(each.getKey(), () -> answers.append(each.getValue().send(url)));
        }
        return answers.toString();
    }

    /** One request object each that is sent in two stories and in none, with headers of its own; what is left on it. */
    static String same_requests(String url) throws Exception {
        var apache4 = new org.apache.http.client.methods.HttpGet(url);
        apache4.setHeader("baggage", "mine=2");
        var apache5 = new org.apache.hc.client5.http.classic.methods.HttpGet(url);
        apache5.setHeader("baggage", "mine=2");
        SimpleHttpRequest async = Libraries.asyncRequest(url);
        async.setHeader("baggage", "mine=2");
        Request okHttp = Libraries.okHttpRequest(url)
                .newBuilder()
                .header("baggage", "mine=2")
                .build();
        StringBuilder sent = new StringBuilder();
        Case.Body all = () -> {
            sent.append(Libraries.apache4(apache4));
            sent.append(Libraries.apache5(apache5));
            sent.append(Libraries.apacheAsync(async, () -> {}).join());
            sent.append(Libraries.okHttp(okHttp));
        };
        inStory("first", all);
        inStory("second", all);
        all.run();
        sent.append("left: ").append(Arrays.toString(apache4.getAllHeaders()));
        sent.append(Arrays.toString(apache5.getHeaders()));
        sent.append(Arrays.toString(async.getHeaders()));
        return sent.append(okHttp.headers()).toString();
    }

    private static void inStory(String label, Case.Body body) throws Exception {
        Case.inStep(label, () -> {
            Case.publish(label);
            body.run();
        });
    }

    /** Sends a request to that address. */
    interface Sender {
        String send(String url) throws Exception;
    }
}
