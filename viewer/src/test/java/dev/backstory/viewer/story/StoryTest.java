package dev.backstory.viewer.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.Via;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoryTest {

    private static final Duration RAN = Duration.ofMillis(38);

    private static Records order() {
        return new Records("c")
                .step("r", "request", "POST /orders", null, RAN, null)
                .event("e1", "OrderPlaced", "r");
    }

    @Test
    void reads_as_sentences_indented_by_cause() {
        Records records = order().step("j", "job", "ChargeCard", "r", Duration.ofMillis(220), null)
                .event("e2", "PaymentSuccessful", "j")
                .event("e3", "ReceiptSent", "r", "1", new Via("executor", "mail", 41_000_000));
        assertThat(TextTree.of(Story.of(records.get())).lines().skip(5))
                .containsExactly(
                        "POST /orders  ran 38 ms  +0 ms",
                        "├─ Order placed  order/4822, customer/42  amount 12.50  +1 ms",
                        "├─ job ChargeCard  ran 220 ms  +2 ms",
                        "│  └─ Payment successful  order/4822, customer/42  amount 12.50  +3 ms",
                        "└─ Receipt sent  order/4822, customer/42  amount 1  via executor mail, thread worker-1"
                                + "  waited 41 ms  +4 ms");
    }

    @Test
    void what_was_published_while_an_event_was_handled_stands_below_the_step_that_handled_it() {
        Records records = order().step("f", "follower", "receipts", "e1", RAN, null)
                .in("f")
                .event("e2", "ReceiptSent", "e1")
                .in("r")
                .event("e3", "StockReserved", "e1");
        assertThat(TextTree.of(Story.of(records.get())).lines().skip(6))
                .containsExactly(
                        "└─ Order placed  order/4822, customer/42  amount 12.50  +1 ms",
                        "   ├─ follower receipts  ran 38 ms  +2 ms",
                        "   │  └─ Receipt sent  order/4822, customer/42  amount 12.50  +3 ms",
                        "   └─ Stock reserved  order/4822, customer/42  amount 12.50  +4 ms");
    }

    @Test
    void a_story_whose_steps_all_ended_well_worked() {
        Story story = Story.of(order().get());
        assertThat(story.outcome()).isEqualTo(State.DONE);
        assertThat(story.outcomeInWords()).isEqualTo("Worked");
        assertThat(story.asked()).isEqualTo("POST /orders");
        assertThat(story.facts()).containsEntry("tenant", "acme");
        assertThat(story.services()).containsExactly("shop");
    }

    @Test
    void a_failure_far_below_is_the_outcome_and_says_where_it_stopped() {
        Story story = Story.of(order().step("t", "task", "charge", "e1", RAN, "java.io.IOException")
                .get());
        assertThat(story.outcomeInWords()).isEqualTo("Failed: task charge – IOException");
        assertThat(story.trouble()).extracting(each -> each.entry().id()).containsExactly("t");
    }

    @Test
    void an_error_is_told_without_its_package_and_kept_whole_for_programs() {
        Story story = Story.of(order().step("t", "task", "charge", "e1", RAN, "com.acme.Ferry$Missed: it left")
                .step("u", "task", "charge", "e1", RAN, "timeout.upstream")
                .step("v", "task", "charge", "e1", RAN, "no such host a.b.C")
                .get());
        assertThat(story.rows())
                .extracting(Row::failure)
                .contains("Missed: it left", "timeout.upstream", "no such host a.b.C");
        assertThat(StoryJson.of(story)).contains("\"failure\":\"com.acme.Ferry$Missed: it left\"");
    }

    @Test
    void a_failed_attempt_that_worked_later_is_no_failure_of_the_story() {
        Story story = Story.of(order().step("a", "job", "Charge", "r", RAN, "timeout")
                .step("b", "job", "Charge", "r", RAN, null)
                .get());
        assertThat(story.outcome()).isEqualTo(State.RETRIED);
        assertThat(story.trouble()).isEmpty();
    }

    @Test
    void attempts_in_another_service_are_attempts_too_and_say_where() {
        Story story = Story.of(order().received("a", "job", "Charge", "r", RAN, "timeout")
                .received("b", "job", "Charge", "r", RAN, null)
                .get());
        assertThat(story.outcome()).isEqualTo(State.RETRIED);
        assertThat(TextTree.of(story)).contains("job Charge").doesNotContain(" in shop");
    }

    @Test
    void of_several_attempts_that_all_failed_the_last_one_is_where_it_stopped() {
        Records records = order();
        for (int attempt = 1; attempt <= 3; attempt++) {
            records.step("j" + attempt, "job", "Charge", "r", Duration.ofMillis(5), "declined " + attempt);
        }
        Story story = Story.of(records.get(), Sentences.of(Map.of("owner.shop", "Shop team")));
        assertThat(story.outcomeInWords()).isEqualTo("Failed: job Charge – declined 3");
        assertThat(story.rows())
                .extracting(Row::state)
                .filteredOn(state -> state != State.DONE)
                .containsExactly(State.AGAIN, State.AGAIN, State.FAILED);
        assertThat(story.trouble()).extracting(Row::failure).containsExactly("declined 3");
        assertThat(story.owners()).containsExactly(Map.entry("shop", "Shop team"));
    }

    @Test
    void an_attempt_that_failed_while_the_next_one_runs_is_no_failure_of_the_story_yet() {
        Story story = Story.of(order().step("j1", "job", "Charge", "r", Duration.ofMillis(5), "declined")
                .step("j2", "job", "Charge", "r", null, null)
                .get());
        assertThat(story.outcome()).isEqualTo(State.RUNNING);
        assertThat(story.trouble()).isEmpty();
    }

    @Test
    void an_open_step_runs_while_its_process_lives_and_has_stopped_when_it_died() {
        Records records = order().step("j", "job", "Charge", "r", null, null);
        assertThat(Story.of(records.get()).outcome()).isEqualTo(State.RUNNING);
        assertThat(Story.of(records.dead().get()).outcomeInWords())
                .isEqualTo("Stopped: the process ended during job Charge");
    }

    @Test
    void an_unknown_cause_is_named_in_a_group_of_its_own() {
        Story story = Story.of(order().event("x", "Lost", "gone").get());
        assertThat(story.strays()).singleElement().satisfies(row -> assertThat(row.notes())
                .containsExactly("Because of gone, which is not stored in this story."));
    }

    @Test
    void a_circle_of_causes_is_cut_at_its_earliest_entry_and_marked() {
        Story story = Story.of(
                new Records("c").event("a", "A", "b").event("b", "B", "a").get());
        assertThat(story.strays()).extracting(each -> each.entry().id()).containsExactly("a", "b");
        assertThat(story.strays().get(0).notes()).singleElement().asString().contains("circle");
    }

    @Test
    void clocks_that_differ_are_named() {
        Story story = Story.of(new Records("c")
                .event("early", "Answered", "late")
                .event("x", "X", null)
                .event("y", "Y", null)
                .event("late", "Asked", null)
                .get());
        Row early = story.rows().stream()
                .filter(each -> each.entry().id().equals("early"))
                .findFirst()
                .orElseThrow();
        assertThat(early.notes()).singleElement().asString().contains("the clocks differ");
    }

    @Test
    void a_chain_of_a_hundred_thousand_causes_is_told_without_recursion() {
        Records records = new Records("c").event("0", "Began", null);
        for (int i = 1; i < 100_000; i++) {
            records.event(Integer.toString(i), "Followed", Integer.toString(i - 1));
        }
        Story story = Story.of(records.get());
        assertThat(story.rows()).hasSize(100_000);
        assertThat(TextTree.of(story).length()).isLessThan(20_000_000);
    }
}
