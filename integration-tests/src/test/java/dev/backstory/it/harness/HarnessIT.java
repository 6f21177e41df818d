package dev.backstory.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.awaitility.core.ConditionTimeoutException;

@UnderAgent(HarnessIT.App.class)
class HarnessIT {

    @EachJdk
    void events_of_a_case_are_read_back_with_their_story_and_step(TestJvm jvm) {
        Outcome outcome = jvm.call("two_stories");
        assertThat(outcome.events()).extracting(event -> event.type()).containsExactly("A", "B", "C");
        assertThat(outcome.story("A")).isEqualTo(outcome.story("B")).isNotEqualTo(outcome.story("C"));
        assertThat(outcome.endedStep("A").name()).isEqualTo("first");
    }

    @EachJdk
    void a_case_takes_and_returns_text(TestJvm jvm) {
        assertThat(jvm.call("greet", "a b\u2028\"").returned()).isEqualTo("hello a b\u2028\"");
    }

    @EachJdk
    void a_failing_case_fails_the_test_with_its_own_stack_trace(TestJvm jvm) {
        assertThatThrownBy(() -> jvm.call("fail"))
                .hasMessageContaining("as planned")
                .hasMessageContaining("App.fail");
    }

    @EachJdk
    void a_thread_that_keeps_a_context_is_found(TestJvm jvm) {
        jvm.call("leak");
        assertThatThrownBy(() -> jvm.assertNoContextLeft(Duration.ofSeconds(2)))
                .isInstanceOf(ConditionTimeoutException.class)
                .hasMessageContaining("leaky");
        jvm.call("stop_leaking");
        jvm.assertNoContextLeft();
    }

    /** What it was started with is kept for it until it asks. */
    @EachJdk
    void a_thread_that_was_started_in_a_story_and_has_not_asked_is_found(TestJvm jvm) {
        isFoundUntilItEnds(jvm, "start_thread", "silent");
    }

    @EachJdk(from = 25)
    void a_virtual_thread_is_found_too(TestJvm jvm) {
        isFoundUntilItEnds(jvm, "start_virtual_thread", "VirtualThread");
    }

    private static void isFoundUntilItEnds(TestJvm jvm, String how, String name) {
        jvm.call(how);
        assertThatThrownBy(() -> jvm.assertNoContextLeft(Duration.ofSeconds(2)))
                .isInstanceOf(ConditionTimeoutException.class)
                .hasMessageContaining(name);
        jvm.call("let_it_end");
        jvm.assertNoContextLeft();
    }

    static final class App {

        private static final CountDownLatch LEAKING = new CountDownLatch(1);
        private static final CountDownLatch STOP = new CountDownLatch(1);
        private static final Semaphore END = new Semaphore(0);

        static void two_stories() throws Exception {
            Case.inStep("first", () -> {
                Case.publish("A");
                Case.publish("B");
            });
            Case.inStep("second", () -> Case.publish("C"));
        }

        static String greet(String name) {
            return "hello " + name;
        }

        static void fail() {
            throw new IllegalStateException("as planned");
        }

        @SuppressWarnings("MustBeClosedChecker")
        static void leak() throws InterruptedException {
            Thread thread = new Thread(
                    () -> {
                        Step.of(Step.JOB, "leak")
                                .from(CausalContext.NONE)
                                .start()
                                .context()
                                .activate();
                        LEAKING.countDown();
                        try {
                            STOP.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "leaky");
            thread.start();
            LEAKING.await();
        }

        static void stop_leaking() {
            STOP.countDown();
        }

        static void start_thread() throws Exception {
            Case.inStep("starts", () -> new Thread(END::acquireUninterruptibly, "silent").start());
        }

        static void start_virtual_thread() throws Exception {
            Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
            Runnable body = END::acquireUninterruptibly;
            Case.inStep("starts", () -> start.invoke(null, body));
        }

        static void let_it_end() {
            END.release();
        }
    }
}
