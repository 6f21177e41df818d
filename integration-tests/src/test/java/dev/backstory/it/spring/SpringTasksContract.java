package dev.backstory.it.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.RecordedStep;
import java.util.List;

/** What holds for work that Spring takes elsewhere, whichever version it is. */
abstract class SpringTasksContract extends SpringBatchContract {

    @EachJdk
    @Proves("springtasks.scheduled")
    void each_call_of_a_scheduled_method_is_a_job_in_a_story_of_its_own(TestJvm jvm) {
        jvm.call("start");
        Outcome outcome = jvm.call("tick");
        outcome.events(20);
        jvm.call("rest");
        for (String each : List.of("byRate", "byDelay", "byCron")) {
            List<RecordedEvent> events = named(outcome, each);
            assertThat(events)
                    .isNotEmpty()
                    .extracting(RecordedEvent::correlationId)
                    .doesNotHaveDuplicates();
            RecordedStep step = outcome.endedStep(events.get(0));
            assertThat(step.kind()).isEqualTo("job");
            assertThat(step.name()).isEqualTo("Clockwork." + each);
            boolean fails = each.equals("byDelay");
            assertThat(step.error()).isEqualTo(fails ? IllegalStateException.class.getName() : null);
        }
    }

    @EachJdk
    @Proves("springtasks.triggered")
    void each_run_of_a_task_with_a_trigger_is_a_story_that_names_where_it_was_scheduled(TestJvm jvm) {
        jvm.call("start");
        Outcome outcome = jvm.call("trigger");
        outcome.events(4);
        jvm.call("end_trigger");
        RecordedEvent ordered = outcome.event("ordered");
        List<RecordedEvent> runs = named(outcome, "triggered");
        assertThat(runs)
                .hasSizeGreaterThan(2)
                .extracting(RecordedEvent::correlationId)
                .doesNotHaveDuplicates()
                .doesNotContain(ordered.correlationId());
        assertThat(runs).allSatisfy(run -> assertThat(outcome.endedStep(run).scheduledBy())
                .isEqualTo(ordered.stepId()));
    }

    @EachJdk(besideOpenTelemetry = true)
    @Proves("spring.async-method")
    void asynchronous_methods_continue_their_callers_story(TestJvm jvm) {
        jvm.call("start");
        assertOneStory(jvm.call("call_async"), "ordered", "async", "async future", "async failing");
    }

    @EachJdk(besideOpenTelemetry = true)
    @Proves({"spring.event-listener", "spring.transactional-listener"})
    void listeners_continue_the_publishers_story_in_each_phase(TestJvm jvm) {
        jvm.call("start");
        Outcome outcome = jvm.call("tell");
        assertOneStory(
                outcome,
                "one",
                "at once committed",
                "on another thread committed",
                "before commit committed",
                "after commit committed",
                "after commit on another thread committed",
                "after completion committed");
        assertOneStory(
                outcome,
                "other",
                "at once rolled back",
                "on another thread rolled back",
                "after rollback rolled back",
                "after completion rolled back");
        assertThat(outcome.story("one")).isNotEqualTo(outcome.story("other"));
    }

    @EachJdk
    @Proves({"springevents.published", "springevents.causes"})
    void a_chosen_event_is_published_once_and_causes_what_its_listeners_publish(TestJvm jvm) {
        jvm.call("start");
        Outcome outcome = jvm.call("ship");
        RecordedEvent shipped = outcome.event("ParcelShipped");
        assertThat(shipped.causationId()).isEqualTo(outcome.event("ordered").stepId());
        assertThat(shipped.data().toString()).isEqualTo("{\"parcel\":\"4822\"}");
        RecordedEvent returned = outcome.event("ParcelReturned");
        assertThat(returned.data().toString()).as("without who sent it").isEqualTo("{\"parcel\":\"4822\"}");
        for (String each : List.of("at once", "on another thread", "after commit", "ParcelReturned")) {
            assertThat(outcome.event(each).causationId()).as(each).isEqualTo(shipped.id());
        }
        assertThat(outcome.event("returned 4822").causationId()).isEqualTo(returned.id());
        assertThat(outcome.events()).extracting(RecordedEvent::correlationId).containsOnly(outcome.story("ordered"));
    }

    @EachJdk
    @Proves("springevents.rolled-back")
    void a_chosen_event_in_a_transaction_that_is_rolled_back_is_not_stored_and_causes_nothing(TestJvm jvm) {
        jvm.call("start");
        Outcome outcome = jvm.call("lose");
        RecordedEvent after = outcome.event("after rollback");
        assertThat(after.causationId()).isEqualTo(outcome.event("ordered").stepId());
        assertThat(outcome.events()).extracting(RecordedEvent::type).containsExactly("ordered", "after rollback");
    }

    @EachJdk
    @Proves("springevents.unwritable")
    void listeners_are_told_of_a_chosen_event_that_cannot_be_written(TestJvm jvm) {
        jvm.call("start");
        assertOneStory(jvm.call("tell_unwritable"), "ordered", "told all the same");
        assertThat(jvm.output().lines().filter(line -> line.contains("[backstory] boundary springevents")))
                .singleElement()
                .asString()
                .contains("dev.backstory.it.springtasks.Chosen$Unwritable was not published", "as planned");
    }

    private static List<RecordedEvent> named(Outcome outcome, String label) {
        return outcome.events().stream()
                .filter(event -> event.type().equals(label))
                .toList();
    }

    private static void assertOneStory(Outcome outcome, String first, String... others) {
        for (String each : others) {
            assertThat(outcome.event(each).stepId())
                    .as(each)
                    .isEqualTo(outcome.event(first).stepId());
        }
    }
}
