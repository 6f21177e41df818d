package dev.backstory.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UuidV7Test {

    @Test
    void version_variant_and_time_are_as_the_rfc_says() {
        long before = System.currentTimeMillis();
        UUID id = UuidV7.next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis() + 1_000);
    }

    @Test
    void the_text_is_lower_case_and_sorts_as_made() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(UuidV7.nextText());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates().allMatch(text -> text.matches("[0-9a-f-]{36}"));
    }

    @Test
    void eight_threads_never_make_the_same_and_each_sees_its_own_rise() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        Set<String> all = new HashSet<>();
        try {
            List<Future<List<String>>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(pool.submit(UuidV7Test::many));
            }
            for (Future<List<String>> each : results) {
                assertThat(each.get()).isSorted();
                all.addAll(each.get());
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(all).hasSize(8 * 5_000);
    }

    @Test
    void ids_rise_when_the_clock_is_set_back_a_little_and_follow_it_when_it_was_far_ahead() {
        long now = Duration.ofDays(20_000).toMillis();
        long ahead = now + Duration.ofMinutes(9).toMillis();
        long farAhead = now + Duration.ofDays(400).toMillis();

        long late = UuidV7.after(ahead << 12, now << 12);
        assertThat(late).isEqualTo((ahead << 12) + 1);
        assertThat(UuidV7.after(late, ahead << 12)).isEqualTo(late + 1);
        assertThat(UuidV7.after(late, farAhead << 12)).isEqualTo(farAhead << 12);

        assertThat(UuidV7.after(farAhead << 12, now << 12)).isEqualTo(now << 12);
    }

    private static List<String> many() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            made.add(UuidV7.nextText());
        }
        return made;
    }
}
