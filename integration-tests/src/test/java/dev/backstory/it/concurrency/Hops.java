package dev.backstory.it.concurrency;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.it.harness.Case;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs hops in stories of their own, and notes each whose far side saw another context than it should. */
final class Hops {

    /** What far sides saw. Strings, because a queue gives whoever takes another object the context that came with it. */
    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private final StringBuilder wrong = new StringBuilder();

    /** The far side of a hop. */
    void arrive() {
        seen.add(String.valueOf(CausalContext.current().correlationId()));
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
        String arrived = seen.poll(10, TimeUnit.SECONDS);
        return arrived == null ? "nothing arrived" : arrived;
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
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
