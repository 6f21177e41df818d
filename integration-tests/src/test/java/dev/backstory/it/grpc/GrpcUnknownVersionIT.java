package dev.backstory.it.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.DoctoredLibrary;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import org.junit.jupiter.api.BeforeAll;

/** A gRPC in which a method that we rely on has another name, as a version that nobody knows yet may have. */
@UnderAgent(value = GrpcApp.class, libraries = "grpc-unknown", besideOthers = false, everyBuildOn = 17)
class GrpcUnknownVersionIT {

    @BeforeAll
    static void doctor() {
        DoctoredLibrary.make("grpc-oldest", "grpc-unknown", "io/grpc/internal/", "messagesAvailable");
    }

    @EachJdk
    @Proves("grpc.unknown-version")
    void what_does_not_look_as_known_is_left_alone_with_one_line_and_the_rest_carries(TestJvm jvm) {
        String port = jvm.call("port").returned();
        Outcome outcome = jvm.call("every_way", "localhost:" + port);
        for (String each : new String[] {"async 1", "future 2", "blocking"}) {
            assertThat(outcome.story("called by " + each)).as(each).isEqualTo(outcome.story(each));
        }
        assertThat(outcome.event("callback of async 1").stepId())
                .as("no id came along, and none was guessed")
                .isNull();
        jvm.assertNoContextLeft();
        assertThat(jvm.output().lines().filter(line -> line.contains("boundary grpc")))
                .containsExactly(
                        "[backstory] boundary grpc leaves io.grpc.internal.ClientCallImpl$ClientStreamListenerImpl"
                                + " alone: it does not look like that of a version that we know");
    }
}
