package dev.backstory.viewer.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimelineTest {

    @Test
    void rows_lie_to_scale_between_the_beginning_and_the_end() {
        Story story = Story.of(new Records("c")
                .step("r", "request", "POST /orders", null, Duration.ofMillis(2000), null)
                .later(Duration.ofMillis(999))
                .event("e", "OrderPlaced", "r")
                .get());
        Timeline timeline = new Timeline(story);
        assertThat(timeline.from(story.rows().get(0))).isZero();
        assertThat(timeline.to(story.rows().get(0))).isEqualTo(Timeline.WIDTH);
        assertThat(timeline.from(story.rows().get(1))).isEqualTo(500);
        assertThat(timeline.to(story.rows().get(1))).isNull();
        assertThat(timeline.cuts()).isEmpty();
    }

    @Test
    void quiet_time_is_cut_so_that_work_can_be_seen() {
        Story story = Story.of(new Records("c")
                .step("a", "job", "A", null, Duration.ofSeconds(1), null)
                .later(Duration.ofDays(40))
                .step("b", "job", "B", "a", Duration.ofSeconds(1), null)
                .get());
        Timeline timeline = new Timeline(story);
        assertThat(timeline.to(story.rows().get(0))).isBetween(480.0, 490.0);
        assertThat(timeline.from(story.rows().get(1))).isBetween(510.0, 520.0);
        assertThat(timeline.to(story.rows().get(1))).isEqualTo(Timeline.WIDTH);
        assertThat(timeline.cuts()).singleElement().isEqualTo(500.0);
    }

    @Test
    void a_story_of_one_moment_has_a_place() {
        Story story = Story.of(new Records("c").event("e", "A", null).get());
        assertThat(new Timeline(story).from(story.rows().get(0))).isZero();
    }
}
