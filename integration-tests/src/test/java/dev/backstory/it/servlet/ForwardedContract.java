package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;

/** What holds where a server takes the client's address out of a header, whose first part the client writes. */
interface ForwardedContract {

    /** Where a request goes. */
    default String path() {
        return "/plain";
    }

    /** What is published there. */
    default String label() {
        return "before";
    }

    @EachJdk
    @Proves("trust.forwarded")
    default void an_address_that_a_client_made_up_makes_nobody_trusted(TestJvm jvm) {
        // The first is the proxy's own address, as one can guess.
        for (String each : new String[] {"127.0.0.1, 203.0.113.9", "10.0.0.1,unknown", "203.0.113.9, 127.0.0.1"}) {
            AnyServer.takesAnIdForAClaim(jvm.call("port"), path(), label(), "X-Forwarded-For", each);
        }
        // Some go by this one where there are both, and some proxies leave it as it is.
        AnyServer.takesAnIdForAClaim(
                jvm.call("port"),
                path(),
                label(),
                "Forwarded",
                "for=127.0.0.1",
                "X-Forwarded-For",
                "127.0.0.1, 203.0.113.9");
    }

    @EachJdk
    @Proves("trust.forwarded")
    default void a_trusted_peer_behind_trusted_proxies_names_the_story(TestJvm jvm) {
        Outcome outcome = jvm.call("port");
        Http.get(outcome.returned(), path(), "X-Correlation-ID", "ours", "X-Forwarded-For", "10.0.0.7, 10.0.0.8");
        assertThat(outcome.story(label())).isEqualTo("ours");
    }
}
