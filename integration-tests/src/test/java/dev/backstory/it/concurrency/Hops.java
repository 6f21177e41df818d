package dev.backstory.it.concurrency;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.it.harness.Case;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs hops in stories of their own, and notes each whose far side saw another context than it should. */
final class Hops {

    static final String RIGHT = "right";

    /** What far sides saw. Strings, because a queue gives whoever takes another object the context that came with it. */
    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private final StringBuilder wrong = new StringBuilder();

    /** The far side of a hop. */
    void arrive() {
        seen.add(here());
    }

    /** The same for what knows the story that it belongs to: it is {@link #RIGHT}, or it is not. */
    void arriveIn(String story) {
        String here = here();
        seen.add(here.equals(story) ? RIGHT : here + " instead of " + story);
    }

    int arriveAndAnswer() {
        arrive();
        return 1;
    }

    /** The calling thread's story; the text "null" when it is in none. */
    static String here() {
        return String.valueOf(CausalContext.current().correlationId());
    }

    /** Runs the body in a new story and returns its id. */
    static String inStory(Case.Body body) throws Exception {
        Step step = Step.of(Step.REQUEST, "hop").from(CausalContext.NONE).start();
        try (Scope ignored = step.context().activate()) {
            body.run();
        } finally {
            step.end();
        }
        return step.correlationId();
    }

    /** The context of a new story. */
    static CausalContext someStory() {
        return Step.of(Step.REQUEST, "hop").from(CausalContext.NONE).start().context();
    }

    /** In which story a new thread is after that, which was started in none. */
    static String inNewThread(Case.Body body) throws Exception {
        FutureTask<String> task = new FutureTask<>(() -> {
            body.run();
            return here();
        });
        new Thread(task).start();
        return task.get();
    }

    /** The same for one that was started in a story. */
    static String inNewThreadOfAStory(Case.Body body) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        inStory(() -> new Thread(() -> {
                    try {
                        body.run();
                        seen.complete(here());
                    } catch (Exception e) {
                        seen.completeExceptionally(e);
                    }
                })
                .start());
        return seen.get();
    }

    /** The body's far side must see the body's own story. */
    void carries(String what, Case.Body body) throws Exception {
        expect(what, inStory(body), next());
    }

    /** The body, run in no story, must see none on its far side. */
    void startsClean(String what, Case.Body body) throws Exception {
        body.run();
        expect(what, "null", next());
    }

    String next() throws InterruptedException {
        String arrived = seen.poll(60, TimeUnit.SECONDS);
        return arrived == null ? "nothing arrived" : arrived;
    }

    /** The next, which may need the garbage collector for its arrival. */
    String nextWhileCollecting() throws InterruptedException {
        String arrived = null;
        for (int i = 0; arrived == null && i < 100; i++) {
            System.gc();
            arrived = seen.poll(100, TimeUnit.MILLISECONDS);
        }
        return arrived == null ? "nothing arrived" : arrived;
    }

    /** How many of the next so many arrivals were in which story. */
    Map<String, Integer> next(int arrivals) throws InterruptedException {
        Map<String, Integer> stories = new TreeMap<>();
        for (int i = 0; i < arrivals; i++) {
            stories.merge(next(), 1, Integer::sum);
        }
        return stories;
    }

    void expect(String what, @Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            wrong.append(what)
                    .append(": expected ")
                    .append(expected)
                    .append(", was ")
                    .append(actual)
                    .append('\n');
        }
    }

    /** Empty when all was right. */
    String verdict() {
        return wrong.toString();
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
