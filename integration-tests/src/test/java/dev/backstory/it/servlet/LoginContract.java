package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What holds where the container itself knows its users; {@code /order/*} is for those, the rest for everybody. */
abstract class LoginContract {

    private static final String CREDENTIALS =
            "Basic " + Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.US_ASCII));

    @EachJdk
    @Proves("actor.container")
    void whom_the_container_has_logged_in_is_the_actor(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        assertThat(Http.get(outcome.returned(), "/order/1", "Authorization", CREDENTIALS)
                        .statusCode())
                .isEqualTo(200);
        assertThat(actor(outcome.event("servlet REQUEST"))).isEqualTo("alice");
        assertThat(outcome.endedStep("servlet REQUEST").attributes()).containsEntry("actor", "alice");
    }

    /** Jetty would log her in for it, as soon as it is asked who she is. */
    @EachJdk
    @Proves("actor.not-asked")
    void nobody_is_logged_in_by_our_asking(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        assertThat(Http.get(outcome.returned(), "/plain", "Authorization", CREDENTIALS)
                        .statusCode())
                .isEqualTo(200);
        assertThat(actor(outcome.event("servlet REQUEST"))).isNull();
        assertThat(outcome.endedStep("servlet REQUEST").attributes()).doesNotContainKey("actor");
    }

    @EachJdk
    void whoever_is_refused_is_nobody(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        assertThat(Http.get(outcome.returned(), "/order/1").statusCode()).isEqualTo(401);
        assertThat(outcome.events()).isEmpty();
    }

    private static @Nullable String actor(RecordedEvent event) {
        return event.metadata().get("actor");
    }
}
