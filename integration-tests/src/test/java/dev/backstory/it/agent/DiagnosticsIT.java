package dev.backstory.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.TestJvm;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;

class DiagnosticsIT {

    @EachJdk
    void an_operator_sees_what_each_boundary_changed_carried_and_suppressed_and_why_it_left_something_out(Jdk jdk) {
        TestJvm jvm = TestJvm.of(App.class)
                .on(jdk)
                .loadedBefore(true)
                .property("backstory.diagnostics=true")
                .property("backstory.boundary.queue.enabled=false")
                .classPath("opentelemetry-")
                .start();
        try (jvm) {
            long before =
                    Long.parseLong(jvm.call("attribute", "executor", "Hops").returned());
            jvm.call("hop");
            assertThat(Long.parseLong(jvm.call("attribute", "executor", "Hops").returned()))
                    .isGreaterThan(before);
            assertThat(jvm.call("attribute", "executor", "Changed").returned())
                    .contains("java.util.concurrent.FutureTask", "java.util.concurrent.ThreadPoolExecutor");
            assertThat(jvm.call("attribute", "executor", "SuppressedErrors").returned())
                    .isEqualTo("0");
            assertThat(jvm.call("attribute", "executor", "On").returned()).isEqualTo("true");
            assertThat(jvm.call("attribute", "queue", "On").returned()).isEqualTo("false");
            assertThat(jvm.call("attribute", "executor", "Skipped").returned())
                    .contains(
                            "java.util.concurrent.FutureTask: a field, it was loaded before the agent; contexts are kept beside its objects");

            jvm.call("measured");
            jvm.call("hop");
            for (String each : List.of("executor", "queue")) {
                assertThat(jvm.call("metric", "backstory.errors.suppressed", "backstory.boundary", each)
                                .returned())
                        .isEqualTo("0");
            }
            assertThat(Long.parseLong(jvm.call("metric", "backstory.hops", "backstory.boundary", "executor")
                            .returned()))
                    .isEqualTo(Long.parseLong(
                            jvm.call("attribute", "executor", "Hops").returned()));
            assertThat(Long.parseLong(jvm.call("metric", "backstory.journal.size", "backstory.service", "away")
                            .returned()))
                    .isGreaterThan(1_000);
        }
        assertThat(jvm.output())
                .containsPattern("\\[backstory] executor: [1-9]\\d* hops, 0 errors suppressed; changed .*FutureTask")
                .contains("[backstory] queue (off): 0 hops, 0 errors suppressed; changed ");
    }

    @EachJdk
    void a_boundary_that_fails_a_hundred_times_is_off_and_the_application_goes_on(Jdk jdk) {
        TestJvm jvm = TestJvm.of(App.class).on(jdk).classPath("opentelemetry-").start();
        try (jvm) {
            assertThat(jvm.call("fail", "99").returned()).isEqualTo("99");
            assertThat(jvm.call("attribute", "scheduled", "SuppressedErrors").returned())
                    .isEqualTo("99");
            assertThat(jvm.call("attribute", "scheduled", "On").returned()).isEqualTo("true");
            assertThat(jvm.output())
                    .containsOnlyOnce("[backstory] boundary scheduled: an error was suppressed: "
                            + "java.lang.IllegalStateException: as planned")
                    .doesNotContain("switched itself off");
            assertThat(jvm.call("scheduled").event("far").stepId()).isNotNull();

            assertThat(jvm.call("fail", "10").returned()).isEqualTo("10");
            assertThat(jvm.call("attribute", "scheduled", "SuppressedErrors").returned())
                    .isEqualTo("100");
            assertThat(jvm.call("attribute", "scheduled", "On").returned()).isEqualTo("false");
            assertThat(jvm.output())
                    .containsOnlyOnce(
                            "[backstory] boundary scheduled switched itself off after 100 errors within an hour; the last: "
                                    + "java.lang.IllegalStateException: as planned");
            assertThat(jvm.call("scheduled").event("far").stepId()).isNull();
            assertThat(jvm.call("hop").event("far").stepId()).isNotNull();
            jvm.assertNoContextLeft();
        }
    }

    static final class App {

        private static final InMemoryMetricReader METRICS = InMemoryMetricReader.create();

        static void hop() throws Exception {
            ExecutorService pool = Executors.newSingleThreadExecutor();
            Case.inStep("request", () -> pool.submit(() -> Case.publish("far")).get());
            pool.shutdown();
        }

        static void scheduled() throws Exception {
            ScheduledExecutorService pool = Executors.newSingleThreadScheduledExecutor();
            Case.inStep("request", () -> pool.schedule(() -> Case.publish("far"), 0, TimeUnit.MILLISECONDS)
                    .get());
            pool.shutdown();
        }

        /** Runs a task so many times whose answer makes advice fail; returns how often it ran. */
        static int fail(String times) {
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < Integer.parseInt(times); i++) {
                new Hostile(ran::incrementAndGet).runAndReset();
            }
            return ran.get();
        }

        /** By an SDK that is there before a publisher, which keeps an event while there is no database. */
        static void measured() throws Exception {
            OpenTelemetrySdk.builder()
                    .setMeterProvider(SdkMeterProvider.builder()
                            .registerMetricReader(METRICS)
                            .build())
                    .buildAndRegisterGlobal();
            EventPublisher away = EventPublisher.builder()
                    .service("away")
                    .setting("backstory.url", "jdbc:postgresql://127.0.0.1:1/away")
                    .setting("backstory.store.wait", "3s")
                    .setting("backstory.shutdown.wait", "100ms")
                    .setting(
                            "backstory.journal.dir",
                            Files.createTempDirectory("journal").toString())
                    .build();
            away.publish(Event.of("Kept").data(Map.of("text", "x".repeat(1_000))));
        }

        /** Of the one point with that attribute. */
        static String metric(String name, String attribute, String value) {
            return METRICS.collectAllMetrics().stream()
                    .filter(each -> each.getName().equals(name))
                    .flatMap(each -> each.getLongSumData().getPoints().stream())
                    .filter(each -> value.equals(each.getAttributes().get(AttributeKey.stringKey(attribute))))
                    .map(each -> String.valueOf(each.getValue()))
                    .collect(Collectors.joining(", "));
        }

        static String attribute(String boundary, String name) throws Exception {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            Object value = server.getAttribute(new ObjectName("dev.backstory:type=Boundary,name=" + boundary), name);
            return value instanceof String[] texts ? Arrays.toString(texts) : String.valueOf(value);
        }
    }

    /** It does not know whether it is periodic. */
    private static final class Hostile extends FutureTask<Object> implements RunnableScheduledFuture<Object> {

        Hostile(Callable<Object> body) {
            super(body);
        }

        @Override
        public boolean runAndReset() {
            return super.runAndReset();
        }

        @Override
        public boolean isPeriodic() {
            throw new IllegalStateException("as planned");
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
