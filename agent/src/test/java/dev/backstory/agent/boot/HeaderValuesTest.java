package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValuesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "0192f3a1-0000-7000-8000-000000000000", "A.b_c~d:e+f=g@h-i"})
    void ids_have_a_small_alphabet(String id) {
        assertThat(HeaderValues.isId(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", " a", "a b", "a\r\nX: y", "a,b", "\"><script>", "ä", "a/b", "a%0d"})
    void anything_else_is_no_id(String value) {
        assertThat(HeaderValues.isId(value)).isFalse();
    }

    @Test
    void an_id_has_at_most_128_characters() {
        assertThat(HeaderValues.isId("a".repeat(128))).isTrue();
        assertThat(HeaderValues.isId("a".repeat(129))).isFalse();
    }

    @Test
    void the_trace_id_is_read_from_a_valid_traceparent_only() {
        String id = "4bf92f3577b34da6a3ce929d0e0e4736";
        assertThat(HeaderValues.traceId("00-" + id + "-00f067aa0ba902b7-01")).isEqualTo(id);
        assertThat(HeaderValues.traceId("cc-" + id + "-00f067aa0ba902b7-01-what"))
                .isEqualTo(id);
        assertThat(HeaderValues.traceId("ff-" + id + "-00f067aa0ba902b7-01")).isNull();
        assertThat(HeaderValues.traceId("00-" + id + "-00f067aa0ba902b7-01-what"))
                .isNull();
        assertThat(HeaderValues.traceId("00-" + "0".repeat(32) + "-00f067aa0ba902b7-01"))
                .isNull();
        assertThat(HeaderValues.traceId("00-" + id + "-0000000000000000-01")).isNull();
        assertThat(HeaderValues.traceId("x")).isNull();
    }

    @Test
    void baggage_names_a_correlation_among_other_things() {
        assertThat(HeaderValues.correlationOf("a=b, correlation.id = x%2By ;p=1,c=d"))
                .isEqualTo("x+y");
        assertThat(HeaderValues.correlationOf("my.correlation.id=x")).isNull();
        assertThat(HeaderValues.correlationOf("correlation.id=x,correlation.id=y"))
                .isEmpty();
        assertThat(HeaderValues.correlationOf("correlation.id=x%0d%0aSet-Cookie"))
                .isEqualTo("x\r\nSet-Cookie");
        assertThat(HeaderValues.correlationOf("correlation.id=%4")).isEqualTo("%4");
    }
}
