package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Failures failures = new Failures();

    /** A clock in nanoseconds begins anywhere, below zero too. */
    private final long start = Long.MAX_VALUE - 30 * MINUTE;

    @Test
    void those_of_one_hour_add_up() {
        for (int i = 1; i < 60; i++) {
            assertThat(failures.add(start + i * MINUTE)).isEqualTo(i);
        }
    }

    @Test
    void those_of_a_year_do_not() {
        for (int hour = 0; hour < 1000; hour++) {
            assertThat(failures.add(start + hour * (60 * MINUTE))).isEqualTo(1);
        }
        assertThat(failures.all()).isEqualTo(1000);
    }
}
