package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncomingIdsTest {

    private final IncomingIds ids = new IncomingIds(IncomingIds.TRUSTED, Peers.parse(Peers.PRIVATE));

    @Test
    void the_correlation_header_wins_over_baggage_and_that_over_the_request_id() {
        Map<String, List<String>> all = Map.of(
                "x-correlation-id", List.of("one"),
                "baggage", List.of("correlation.id=two"),
                "x-request-id", List.of("three"));
        assertThat(read("10.0.0.1", all).correlationId()).isEqualTo("one");
        assertThat(read("10.0.0.1", Map.of("baggage", all.get("baggage"), "x-request-id", List.of("three")))
                        .correlationId())
                .isEqualTo("two");
        assertThat(read("10.0.0.1", Map.of("x-request-id", List.of("three"))).correlationId())
                .isEqualTo("three");
    }

    @Test
    void a_peer_that_is_not_trusted_only_claims() {
        IncomingIds.Read read =
                read("8.8.8.8", Map.of("x-correlation-id", List.of("one"), "x-causation-id", List.of("cause")));
        assertThat(read.correlationId()).isNull();
        assertThat(read.cause()).isNull();
        assertThat(read.claimed()).isEqualTo("one");
    }

    @Test
    void a_trusted_peer_names_the_cause_too() {
        assertThat(read("127.0.0.1", Map.of("x-causation-id", List.of("cause"))).cause())
                .isEqualTo("cause");
    }

    @Test
    void doubled_malformed_and_oversized_ids_are_ignored_and_counted() {
        for (List<String> bad : List.of(List.of("a", "a"), List.of("a b"), List.of("a".repeat(129)))) {
            IncomingIds.Read read = read("10.0.0.1", Map.of("x-correlation-id", bad));
            assertThat(read.correlationId()).isNull();
            assertThat(read.claimed()).isNull();
        }
        assertThat(ids.ignored()).isEqualTo(3);
    }

    @Test
    void two_correlations_in_baggage_are_none() {
        Map<String, List<String>> doubled = Map.of("baggage", List.of("correlation.id=a", "correlation.id=b"));
        assertThat(read("10.0.0.1", doubled).correlationId()).isNull();
    }

    @Test
    void nobody_or_everybody_can_be_believed() {
        Map<String, List<String>> header = Map.of("x-correlation-id", List.of("one"));
        Peers nobody = Peers.parse("");
        assertThat(new IncomingIds(IncomingIds.ALL, nobody)
                        .read(request("8.8.8.8", header))
                        .correlationId())
                .isEqualTo("one");
        assertThat(new IncomingIds(IncomingIds.NONE, Peers.parse("0.0.0.0/0"))
                        .read(request("10.0.0.1", header))
                        .correlationId())
                .isNull();
    }

    @Test
    void an_address_that_a_header_may_have_made_up_is_believed_only_where_all_are_trusted() {
        assertThat(isBelieved("127.0.0.1", "10.0.0.1", "x-forwarded-for", "127.0.0.1, 203.0.113.9"))
                .isFalse();
        assertThat(isBelieved("127.0.0.1", "10.0.0.1", "forwarded", "for=127.0.0.1;by=\"x, for=203.0.113.9"))
                .isFalse();
        assertThat(isBelieved("10.0.0.7", "10.0.0.1", "x-forwarded-for", "10.0.0.7, unknown"))
                .isFalse();
        assertThat(isBelieved("10.0.0.7", "10.0.0.1", "x-forwarded-for", "10.0.0.7, 10.0.0.8:4711"))
                .isTrue();
        assertThat(isBelieved("fc00::7", "10.0.0.1", "forwarded", "for=\"[fc00::7]:80\";proto=https, For=10.0.0.8"))
                .isTrue();
        assertThat(isBelieved("10.0.0.7", "203.0.113.9", "x-forwarded-for", "10.0.0.7"))
                .as("past the proxy")
                .isFalse();
    }

    @Test
    void a_gateway_whose_own_address_is_reported_may_name_whom_it_was_called_by() {
        assertThat(isBelieved("10.0.0.1", null, "x-forwarded-for", "203.0.113.9, 10.0.0.1"))
                .isTrue();
        assertThat(isBelieved("203.0.113.9", null, "x-forwarded-for", "10.0.0.1"))
                .isFalse();
    }

    private boolean isBelieved(String peer, @Nullable String connection, String header, String value) {
        Map<String, List<String>> headers = Map.of("x-correlation-id", List.of("one"), header, List.of(value));
        IncomingIds.Headers reported = request(peer, headers);
        return "one"
                .equals(ids.read(new IncomingIds.Headers() {
                            @Override
                            public @Nullable Enumeration<String> all(String name) {
                                return reported.all(name);
                            }

                            @Override
                            public String peer() {
                                return peer;
                            }

                            @Override
                            public @Nullable String connection() {
                                return connection;
                            }
                        })
                        .correlationId());
    }

    private IncomingIds.Read read(String peer, Map<String, List<String>> headers) {
        return ids.read(request(peer, headers));
    }

    private static IncomingIds.Headers request(String peer, Map<String, List<String>> headers) {
        return new IncomingIds.Headers() {
            @Override
            public Enumeration<String> all(String name) {
                return Collections.enumeration(headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
            }

            @Override
            public @Nullable String peer() {
                return peer;
            }
        };
    }
}
