package dev.backstory.it.flat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.TestJvm;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the agent adds to the bytes of a hop and of a request. Times scatter from run to run, bytes do not, so they can be a limit. The
 * compiler that the harness chooses leaves no allocation out, so a request takes more here than in {@code docs/overhead.md}.
 */
class AllocationIT {

    /** Bytes more than without the agent, outside of a story and in one; of an element that is put in and taken out by one thread. */
    private record Limit(int outside, int inStory) {}

    private static final Map<String, Limit> HOPS = Map.of(
            "execute", new Limit(0, 0),
            "submit", new Limit(8, 8),
            "thenRunAsync", new Limit(8, 8),
            "fork", new Limit(8, 8),
            "queue", new Limit(160, 64));

    private static final double REQUEST = 1_800;

    static Stream<Jdk> jdks() {
        return Jdk.found().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void a_hop_takes_no_more_bytes_than_it_did(Jdk jdk) {
        try (TestJvm bare = TestJvm.of(AllocationApp.class).on(jdk).agent(false).start();
                TestJvm ours = TestJvm.of(AllocationApp.class).on(jdk).start()) {
            HOPS.forEach((kind, limit) -> {
                assertThat(bytes(ours, "outside", kind) - bytes(bare, "outside", kind))
                        .as("%s outside of a story", kind)
                        .isLessThan(limit.outside + 1);
                assertThat(bytes(ours, "inStory", kind) - bytes(bare, "inStory", kind))
                        .as("%s in a story", kind)
                        .isLessThan(limit.inStory + 1);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void a_request_takes_no_more_bytes_than_it_did(Jdk jdk) {
        try (TestJvm bare = server(jdk).agent(false).start();
                TestJvm ours = server(jdk).start()) {
            assertThat(bytes(ours, "request") - bytes(bare, "request")).isLessThan(REQUEST);
        }
    }

    private static TestJvm.Builder server(Jdk jdk) {
        return TestJvm.of(RequestAllocationApp.class).on(jdk).libraries("tomcat11");
    }

    private static double bytes(TestJvm jvm, String... question) {
        String kind = question[0];
        return Double.parseDouble((question.length == 1 ? jvm.call(kind) : jvm.call(kind, question[1])).returned());
    }
}
