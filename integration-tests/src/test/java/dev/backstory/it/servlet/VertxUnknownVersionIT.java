package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.DoctoredLibrary;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import dev.backstory.store.RecordedStep;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;

/** A Vert.x in which a method that we rely on has another name, as a version that nobody knows yet may have. */
@UnderAgent(value = VertxServerApp.class, libraries = "vertx-unknown", besideOthers = false, everyBuildOn = 17)
class VertxUnknownVersionIT {

    @BeforeAll
    static void doctor() {
        DoctoredLibrary.make("vertx4", "vertx-unknown", "io/vertx/core/http/impl/", "routed");
    }

    @EachJdk
    @Proves("vertx.unknown-version")
    void what_does_not_look_as_known_is_left_alone_with_one_line_and_the_rest_carries(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), "/plain/a");
        assertThat(response.statusCode()).isEqualTo(201);
        RecordedStep step = outcome.endedStep("handled");
        assertThat(step.correlationId()).isEqualTo(Http.id(response));
        assertThat(step.name()).as("nobody says its route").isEqualTo("GET");
        assertThat(step.attributes()).containsEntry("status", "201");
        jvm.assertNoContextLeft();
        assertThat(jvm.output().lines().filter(line -> line.contains("boundary vertx")))
                .containsExactly("[backstory] boundary vertx leaves io.vertx.core.http.impl.Http1xServerRequest"
                        + " alone: it does not look like that of a version that we know");
    }
}
