package dev.backstory.it.clients;

import dev.backstory.it.harness.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Clients that answer later, called by the name of the class that has them: the tests are compiled against no version of Spring. */
public final class LaterCallsApp {

    private LaterCallsApp() {}

    /** Calls three times with each client at once, each in a story of its own. */
    static void several(String calls, String clients, String url) throws Exception {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (String client : clients.split(",", -1)) {
            for (int i = 0; i < 3; i++) {
                answers.add(inStory(calls, client, client + " " + i, url));
            }
        }
        answers.forEach(CompletableFuture::join);
    }

    /** What each client was answered, one after the other, each in a story of its own. */
    static String answers(String calls, String clients, String url) throws Exception {
        StringBuilder answers = new StringBuilder();
        for (String client : clients.split(",", -1)) {
            answers.append(inStory(calls, client, client, url).join());
        }
        return answers.toString();
    }

    /** What a request outside of any story was answered, and one in a story that has headers of its own. */
    static String own(String calls, String client, String url) throws Exception {
        StringBuilder answers =
                new StringBuilder(call(calls, client, url, () -> {}).join());
        Case.inStep(
                "calling",
                () -> answers.append(((CompletableFuture<?>) Class.forName(calls)
                                .getMethod("own", String.class)
                                .invoke(null, url))
                        .join()));
        return answers.toString();
    }

    private static CompletableFuture<String> inStory(String calls, String client, String label, String url)
            throws Exception {
        List<CompletableFuture<String>> answer = new ArrayList<>();
        Case.inStep(label, () -> {
            Case.publish(label);
            answer.add(call(calls, client, url, () -> Case.publish("callback of " + label)));
        });
        return answer.get(0);
    }

    @SuppressWarnings("unchecked") // as those classes declare it
    private static CompletableFuture<String> call(String calls, String client, String url, Runnable callback)
            throws Exception {
        return (CompletableFuture<String>) Class.forName(calls)
                .getMethod("call", String.class, String.class, Runnable.class)
                .invoke(null, client, url, callback);
    }
}
