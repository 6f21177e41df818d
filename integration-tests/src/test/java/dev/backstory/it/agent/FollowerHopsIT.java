package dev.backstory.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Events;
import dev.backstory.RecordedEvent;
import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import dev.backstory.store.EventFilter;
import dev.backstory.store.RecordedStep;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a follower's handler hands to others is of the story of the event that it handles. */
@UnderAgent(value = FollowerHopsIT.App.class, besideOthers = false)
class FollowerHopsIT {

    @EachJdk(alone = true)
    void what_a_handler_gives_to_a_pool_is_in_the_story_of_each_event(TestJvm jvm) {
        Outcome outcome = jvm.call("follow");
        for (String each : new String[] {"1", "2"}) {
            RecordedEvent placed = outcome.event("Placed-" + each);
            assertThat(outcome.event("Reacted to Placed-" + each))
                    .returns(placed.correlationId(), RecordedEvent::correlationId)
                    .returns(placed.id(), RecordedEvent::causationId);
            assertThat(outcome.endedStep("Reacted to Placed-" + each)).returns("follower", RecordedStep::kind);
        }
        assertThat(outcome.story("Placed-1")).isNotEqualTo(outcome.story("Placed-2"));
    }

    static final class App {

        private static final ExecutorService POOL = Executors.newFixedThreadPool(1);

        private App() {}

        /** The follower is started in a story that is none of its events'. */
        static void follow() throws Exception {
            Case.inStep("start", () -> Events.follower("reactions-" + Case.marker())
                    .only(EventFilter.types("Placed-1", "Placed-2").withMetadata("testCase", Case.marker()))
                    .start(event -> POOL.submit(() -> Case.publish("Reacted to " + event.type()))
                            .get()));
            Case.inStep("first", () -> Case.publish("Placed-1"));
            Case.inStep("second", () -> Case.publish("Placed-2"));
        }
    }
}
