package dev.backstory.viewer.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StoryPropertiesTest {

    /** Causes are drawn from a few ids, so that circles, self-causation, unknown causes and several origins are common. */
    private static StoryRecords records(List<Integer> causes) {
        Records records = new Records("any");
        for (int i = 0; i < causes.size(); i++) {
            int cause = causes.get(i);
            String causeId = cause < 0 ? null : "id-" + cause;
            if (i % 4 == 0) {
                records.step("id-" + i, "job", "Job " + i, causeId, null, null);
            } else {
                records.event("id-" + i, "Happened", causeId);
            }
        }
        return records.get();
    }

    @Property
    void every_event_and_step_is_on_the_page_exactly_once(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -1, max = 44) Integer> causes) {
        Story story = Story.of(records(causes));
        List<String> shown = new ArrayList<>();
        story.rows().forEach(each -> shown.add(each.entry().id()));
        story.strays().forEach(each -> shown.add(each.entry().id()));
        assertThat(shown).doesNotHaveDuplicates().hasSize(causes.size());
    }

    @Property
    void the_story_does_not_depend_on_the_order_of_its_records(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -1, max = 44) Integer> causes, @ForAll long seed) {
        StoryRecords records = records(causes);
        List<RecordedEvent> events = new ArrayList<>(records.events());
        List<RecordedStep> steps = new ArrayList<>(records.steps());
        Collections.shuffle(events, new Random(seed));
        Collections.shuffle(steps, new Random(seed));
        StoryRecords shuffled = new StoryRecords("any", events, steps, records.instances());
        assertThat(Story.of(shuffled)).isEqualTo(Story.of(records));
    }

    @Property
    void a_row_is_one_level_below_its_cause(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -1, max = 44) Integer> causes) {
        Story story = Story.of(records(causes));
        for (List<Row> rows : List.of(story.rows(), story.strays())) {
            List<Row> path = new ArrayList<>();
            for (Row row : rows) {
                assertThat(row.depth()).isLessThanOrEqualTo(path.size());
                path.subList(row.depth(), path.size()).clear();
                if (row.depth() > 0) {
                    assertThat(row.entry().causeId())
                            .isEqualTo(path.get(row.depth() - 1).entry().id());
                }
                path.add(row);
            }
        }
    }

    @Property
    void folding_keeps_each_row_in_its_place_and_hides_nothing_that_is_to_be_noticed(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 12) Integer> drawn) {
        Records records = new Records("c").step("r", "request", "POST /orders", null, null, null);
        for (int i = 0; i < drawn.size(); i++) {
            int kind = drawn.get(i);
            if (kind == 0) {
                records.step("id-" + i, "job", "Pick", "r", null, "declined");
            } else if (kind == 1) {
                records.event("id-" + i, "Picked", "gone");
            } else {
                records.event("id-" + i, kind < 11 ? "Picked" : "Packed", "r");
            }
        }
        Story story = Story.of(records.get());
        for (List<Row> rows : List.of(story.rows(), story.strays())) {
            List<Row> shown = new ArrayList<>();
            for (Line line : Line.of(rows)) {
                shown.addAll(line.rows());
                if (line.isFolded()) {
                    assertThat(line.rows())
                            .allMatch(each ->
                                    each.state() == State.DONE && each.notes().isEmpty());
                }
            }
            assertThat(shown).isEqualTo(rows);
        }
    }

    @Property
    void of_attempts_at_one_work_the_last_decides_and_a_failure_is_hidden_only_by_a_later_success(
            @ForAll @Size(min = 1, max = 20) List<Boolean> attempts) {
        Records records = new Records("c").step("r", "request", "POST /orders", null, Duration.ofMillis(1), null);
        for (int i = 0; i < attempts.size(); i++) {
            records.step("id-" + i, "job", "Charge", "r", Duration.ofMillis(1), attempts.get(i) ? null : "declined");
        }
        Story story = Story.of(records.get());
        boolean worked = attempts.get(attempts.size() - 1);
        assertThat(story.trouble()).hasSize(worked ? 0 : 1);
        assertThat(story.outcome())
                .isEqualTo(!worked ? State.FAILED : attempts.contains(false) ? State.RETRIED : State.DONE);
        assertThat(story.rows())
                .filteredOn(row -> row.failure() != null)
                .allMatch(row -> row.state() != State.DONE)
                .hasSize((int) attempts.stream().filter(each -> !each).count());
    }
}
