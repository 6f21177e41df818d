package dev.backstory.it.clients;

import dev.backstory.it.harness.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Spring's clients and Reactor Netty's, called by their names: the tests are compiled against no version of Spring. */
public final class WebClientApp {

    /** Those that answer later. */
    static final List<String> REACTIVE =
            List.of("reactor-netty", "reactor-netty-post", "web-client", "web-client-later");
    /** By the name of what they are built on. */
    static final List<String> BLOCKING = List.of("simple", "jdk", "reactor");

    private static final String PACKAGE = "dev.backstory.it.webflux.";

    private WebClientApp() {}

    /** Calls three times with each client at once, each in a story of its own. */
    static void reactive(String url) throws Exception {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (String client : REACTIVE) {
            for (int i = 0; i < 3; i++) {
                answers.add(inStory(client, client + " " + i, url));
            }
        }
        answers.forEach(CompletableFuture::join);
    }

    /** Calls with each blocking client, each in a story of its own. */
    static void blocking(String url) throws Exception {
        for (String client : BLOCKING) {
            inStory(client, client, url).join();
        }
    }

    /** What each client was answered, in a story. */
    static String answers(String url) throws Exception {
        StringBuilder answers = new StringBuilder();
        for (String client : REACTIVE) {
            answers.append(inStory(client, client, url).join());
        }
        return answers.toString();
    }

    /** What a request outside of any story was answered, and one in a story that has headers of its own. */
    static String own(String url) throws Exception {
        StringBuilder answers =
                new StringBuilder(call("web-client", url, () -> {}).join());
        Case.inStep(
                "calling",
                () -> answers.append(((CompletableFuture<?>)
                                calls().getMethod("own", String.class).invoke(null, url))
                        .join()));
        return answers.toString();
    }

    private static CompletableFuture<String> inStory(String client, String label, String url) throws Exception {
        List<CompletableFuture<String>> answer = new ArrayList<>();
        Case.inStep(label, () -> {
            Case.publish(label);
            answer.add(call(client, url, () -> Case.publish("callback of " + label)));
        });
        return answer.get(0);
    }

    @SuppressWarnings("unchecked") // as the application declares it
    private static CompletableFuture<String> call(String client, String url, Runnable callback) throws Exception {
        return (CompletableFuture<String>) calls().getMethod("call", String.class, String.class, Runnable.class)
                .invoke(null, client, url, callback);
    }

    private static Class<?> calls() throws ClassNotFoundException {
        return Class.forName(PACKAGE + "Calls");
    }
}
