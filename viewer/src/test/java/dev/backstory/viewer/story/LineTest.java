package dev.backstory.viewer.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {

    private static final Duration RAN = Duration.ofMillis(3);

    @Test
    void five_alike_siblings_are_one_line_with_all_that_they_led_to() {
        Records records = new Records("c").step("r", "request", "POST /orders", null, RAN, null);
        for (int i = 0; i < 5; i++) {
            records.step("j" + i, "job", "Pick", "r", RAN, null).event("e" + i, "Picked", "j" + i);
        }
        List<Line> lines = Line.of(Story.of(records.get()).rows());
        assertThat(lines).extracting(Line::alike).containsExactly(1, 5);
        assertThat(lines.get(1).rows()).hasSize(10);
    }

    @Test
    void four_are_not_folded() {
        Records records = new Records("c");
        for (int i = 0; i < 4; i++) {
            records.event("e" + i, "Picked", null);
        }
        assertThat(Line.of(Story.of(records.get()).rows())).noneMatch(Line::isFolded);
    }

    @Test
    void time_in_which_nothing_is_recorded_is_told_once_it_is_worth_it() {
        Records records = new Records("c")
                .step("r", "request", "POST /orders", null, RAN, null)
                .later(Duration.ofSeconds(2))
                .event("a", "Asked", "r")
                .later(Duration.ofHours(3))
                .event("b", "Answered", "r");
        Story story = Story.of(records.get());
        assertThat(story.rows()).extracting(Row::quietBefore).satisfies(quiet -> {
            assertThat(quiet.subList(0, 2)).containsOnlyNulls();
            assertThat(quiet.get(2)).isEqualTo(Duration.ofHours(3).plusMillis(1));
        });
        assertThat(Words.took(story)).isEqualTo("3 h 0 min, nothing recorded in 3 h 0 min of it");
    }

    @Test
    void a_step_that_runs_is_not_quiet() {
        Records records = new Records("c")
                .step("r", "request", "POST /orders", null, Duration.ofHours(4), null)
                .later(Duration.ofHours(3))
                .event("a", "Asked", "r");
        assertThat(Story.of(records.get()).quiet()).isZero();
    }
}
