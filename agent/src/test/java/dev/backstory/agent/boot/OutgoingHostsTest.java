package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingHostsTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "payments", "127.0.0.1", "10.1.2.3", "192.168.0.9", "[::1]", "[fd00::1]"})
    void by_default_what_is_near_is_told(String host) {
        assertThat(OutgoingHosts.parse(null).allow(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"api.stripe.com", "8.8.8.8", "[2001:db8::1]", "payments.internal", "localhost.evil.com", ""})
    void by_default_what_is_far_is_not(String host) {
        assertThat(OutgoingHosts.parse(null).allow(host)).isFalse();
    }

    @Test
    void nobody_is_told_who_has_no_name() {
        @Nullable String none = null;
        assertThat(OutgoingHosts.parse("*").allow(none)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'shop.example.com,10.0.0.0/8', shop.example.com, true",
        "'shop.example.com,10.0.0.0/8', SHOP.example.com, true",
        "'shop.example.com,10.0.0.0/8', xshop.example.com, false",
        "'shop.example.com,10.0.0.0/8', localhost, false",
        "'shop.example.com,10.0.0.0/8', 10.9.9.9, true",
        "*.example.com, a.b.example.com, true",
        "*.example.com, example.com, false",
        "*.example.com, badexample.com, false",
        "'local,*.example.com', localhost, true",
        "*, anything.com, true",
        "'', localhost, false"
    })
    void a_list_names_hosts(String setting, String host, boolean allowed) {
        assertThat(OutgoingHosts.parse(setting).allow(host)).isEqualTo(allowed);
    }

    @Test
    void what_is_no_host_is_named() {
        assertThat(OutgoingHosts.parse("a, https://b/, c d").mistakes()).containsExactly("https://b/", "c d");
    }
}
