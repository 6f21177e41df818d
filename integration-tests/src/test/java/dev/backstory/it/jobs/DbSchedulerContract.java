package dev.backstory.it.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.FarSide;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.time.Duration;
import java.util.List;

/** What holds for every version of db-scheduler. */
abstract class DbSchedulerContract {

    @EachJdk
    @Proves({
        "dbscheduler.persisted",
        "dbscheduler.retried",
        "dbscheduler.foreign",
        "dbscheduler.recurring",
        "dbscheduler.untouched"
    })
    void a_task_that_another_process_executes_continues_the_story(TestJvm jvm, @FarSide TestJvm far) {
        String schema = JobsDatabase.newSchema();
        Outcome scheduled = jvm.call("schedule", schema);
        Outcome executed = far.call("execute_all", schema);

        StoredJob.assertContinues(scheduled, executed, "charge");
        String story = scheduled.story("ordered");
        for (String each : List.of("noted postponed", "noted batch 1", "noted batch 2")) {
            assertThat(executed.story(each)).as(each).isEqualTo(story);
        }
        assertThat(executed.story("noted in transaction")).isEqualTo(scheduled.story("committed"));
        List<String> others = List.of("noted cancelled", "noted refused", "noted foreign");
        assertThat(others)
                .extracting(executed::story)
                .doesNotHaveDuplicates()
                .doesNotContain(
                        story, scheduled.story("rolled back"), scheduled.story("committed"), scheduled.story("moved"));
        for (String each : others) {
            assertThat(executed.endedStep(each).externalCause()).as(each).isNull();
        }
        List<RecordedEvent> swept = executed.events(12).stream()
                .filter(event -> event.type().equals("swept"))
                .toList();
        assertThat(swept)
                .hasSizeGreaterThan(2)
                .extracting(RecordedEvent::correlationId)
                .doesNotHaveDuplicates();
        assertThat(executed.endedStep(swept.get(0)).name()).isEqualTo("sweep");
        assertThat(far.call("stop").returned()).as("the data").isEqualTo("user's data; user's data");
        assertThat(far.call("waiting", story).returned())
                .as("that of the cancelled one")
                .isEqualTo("1");
    }

    @EachJdk
    @Proves("dbscheduler.churn")
    void each_of_many_executions_by_two_processes_is_in_the_story_that_its_data_names(
            TestJvm jvm, @FarSide TestJvm far) {
        String churn = "dev.backstory.it.jobs.DbSchedulerChurn#";
        String schema = JobsDatabase.newSchema();
        String seed = Long.toString(System.nanoTime());
        jvm.call(churn + "churn", schema, seed);
        far.call(churn + "execute", schema);
        await("seed " + seed)
                .atMost(Duration.ofMinutes(1))
                .until(() -> far.call(churn + "left", schema).returned().equals("0"));
        for (TestJvm each : List.of(jvm, far)) {
            assertThat(each.call(churn + "stop").returned()).as("seed " + seed).endsWith("wrong: []");
            each.assertNoContextLeft();
        }
    }

    @EachJdk
    @Proves("dbscheduler.no-room")
    void a_task_in_a_table_without_room_for_a_ticket_is_scheduled_all_the_same(TestJvm jvm) {
        String schema = JobsDatabase.newSchema();
        Outcome scheduled = jvm.call("schedule_in_narrow_table", schema);
        Outcome executed = jvm.call("execute_all", schema);
        assertThat(executed.endedStep("noted narrow").kind()).isEqualTo("job");
        assertThat(executed.story("noted narrow")).isNotEqualTo(scheduled.story("ordered"));
        jvm.call("stop");
    }

    @EachJdk
    @Proves("dbscheduler.ids-refused")
    void ids_that_the_database_refuses_cost_the_application_s_transaction_nothing(TestJvm jvm) {
        String schema = JobsDatabase.newSchema();
        Outcome scheduled = jvm.call("schedule_while_ids_are_refused", schema);
        Outcome executed = jvm.call("execute_all", schema);
        assertThat(executed.story("noted before")).isEqualTo(scheduled.story("ordered"));
        for (String each : List.of("noted refused", "noted batch 1", "noted batch 2")) {
            assertThat(executed.endedStep(each).externalCause()).as(each).isNull();
            assertThat(executed.story(each)).as(each).isNotEqualTo(scheduled.story("ordered"));
        }
        assertThat(jvm.output()).contains("boundary dbscheduler: an error was suppressed");
        jvm.call("stop");
    }
}
