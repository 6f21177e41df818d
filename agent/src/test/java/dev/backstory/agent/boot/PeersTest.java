package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeersTest {

    private final Peers peers = Peers.parse(Peers.PRIVATE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1",
                "10.255.255.255",
                "172.31.0.1",
                "192.168.1.9",
                "::ffff:10.0.0.1",
                "fd12::5%eth0"
            })
    void loopback_and_private_addresses_are_in_the_default_ranges(String address) {
        assertThat(peers.contain(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.32.0.1",
                "11.0.0.1",
                "2001:db8::1",
                "::2",
                "localhost",
                "10.0.0.1.evil.example",
                "",
                "10.0.0",
                "1:2:3:4:5:6:7:8:9",
                ":::1",
                "::1::",
                "10.0.0.256",
                "127.0.0.1:80"
            })
    void public_addresses_and_whatever_is_no_address_are_not(String address) {
        assertThat(peers.contain(address)).isFalse();
    }

    @Test
    void a_range_ends_within_a_byte() {
        Peers odd = Peers.parse("10.1.2.64/26, 2001:db8:8000::/33");
        assertThat(odd.contain("10.1.2.127")).isTrue();
        assertThat(odd.contain("10.1.2.128")).isFalse();
        assertThat(odd.contain("2001:db8:ffff::1")).isTrue();
        assertThat(odd.contain("2001:db8:7fff::1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/x"})
    void what_is_no_range_is_refused_by_name(String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Peers.parse(range))
                .withMessage(range);
    }
}
