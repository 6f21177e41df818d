package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.net.http.HttpResponse;

/** What holds of a filter that is a lambda, and the outermost one, in every container whose API allows it. */
interface LambdaFilterContract {

    @EachJdk
    @Proves("servlet.lambda-filter")
    default void a_filter_that_is_a_lambda_is_inside_of_its_request(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        HttpResponse<String> response = Http.get(outcome.returned(), TomcatApp.PORCH);
        assertThat(outcome.events(4)).extracting(RecordedEvent::correlationId).containsOnly(Http.id(response));
        assertThat(outcome.endedStep("porch").name()).isEqualTo("GET " + TomcatApp.PORCH);

        Outcome failed = jvm.call("port");
        assertThat(Http.get(failed.returned(), TomcatApp.PORCH + "?fail=yes").statusCode())
                .isEqualTo(500);
        assertThat(failed.endedStep("porch").error()).isEqualTo(IllegalStateException.class.getName());
    }
}
