/**
 * Runs a test application, a nested class of a few lines, in a JVM of its own with the packaged agent, on every JDK that
 * is found, and reads its events back from PostgreSQL.
 *
 * <pre>{@code
 * @UnderAgent(ThreadPoolIT.App.class)
 * class ThreadPoolIT {
 *
 *     @EachJdk
 *     void a_submitted_task_publishes_into_its_submitters_story(TestJvm jvm) {
 *         Outcome outcome = jvm.call("submit");
 *         assertThat(outcome.story("in the task")).isEqualTo(outcome.story("before"));
 *     }
 *
 *     static final class App {
 *         static final ExecutorService POOL = Executors.newFixedThreadPool(1);
 *
 *         static void submit() throws Exception {
 *             Case.inStep("request", () -> {
 *                 Case.publish("before");
 *                 POOL.submit(() -> Case.publish("in the task")).get();
 *             });
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>All cases of a test class share one JVM per JDK; they run one after the other, each on a thread of its own that has no
 * context. After each test the extension looks whether any thread of that JVM still has one: a test says {@code
 * assertNoContextLeft()} only in its midst, or of a JVM that it has started itself. {@code Case} and {@code CaseRunner} run in
 * the child, everything else in the test's JVM.
 *
 * <p>Class loader: the application's, in both JVMs.
 */
@NullMarked
package dev.backstory.it.harness;

import org.jspecify.annotations.NullMarked;
