package dev.backstory.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.TestJvm;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
        }
        assertThat(jvm.output())
                .containsPattern("\\[backstory] executor: [1-9]\\d* hops, 0 errors suppressed; changed .*FutureTask")
                .contains("[backstory] queue (off): 0 hops, 0 errors suppressed; changed ");
    }

    static final class App {

        static void hop() throws Exception {
            ExecutorService pool = Executors.newSingleThreadExecutor();
            Case.inStep("request", () -> pool.submit(() -> Case.publish("far")).get());
            pool.shutdown();
        }

        static String attribute(String boundary, String name) throws Exception {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            Object value = server.getAttribute(new ObjectName("dev.backstory:type=Boundary,name=" + boundary), name);
            return value instanceof String[] texts ? Arrays.toString(texts) : String.valueOf(value);
        }
    }
}
