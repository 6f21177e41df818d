package dev.backstory.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import org.junit.jupiter.api.Test;

class InMemoryEventStoreTest {

    private final InMemoryEventStore store = new InMemoryEventStore("shop");
    private final EventPublisher publisher =
            EventPublisher.builder().store(store).build();
    private final StoryReader reader = publisher.reader();

    private String order(String subject, String... types) {
        Step step =
                Step.of(Step.REQUEST, "POST /orders").from(CausalContext.NONE).start();
        try (Scope scope = step.context().activate()) {
            for (String type : types) {
                publisher.publish(Event.of(type).subject(subject));
            }
        }
        step.end();
        return step.correlationId();
    }

    @Test
    void a_story_has_its_events_steps_and_process() {
        String id = order("customer/42", "OrderPlaced", "Paid");
        order("customer/43", "OrderPlaced");
        StoryRecords story = reader.story(id);

        assertThat(story.events()).hasSize(2);
        assertThat(story.steps()).singleElement().satisfies(step -> assertThat(story.instances())
                .containsKey(step.instanceId()));
        assertThat(reader.story("unknown").isEmpty()).isTrue();
        assertThat(reader.findStory("unknown")).isNull();
    }

    @Test
    void lists_are_newest_first_narrowed_and_paged() {
        String first = order("customer/42", "OrderPlaced", "Paid");
        String second = order("customer/43", "OrderPlaced");
        String third = order("customer/42", "OrderPlaced");

        assertThat(reader.stories(StoryQuery.newest(10)).stories())
                .extracting(StoryHead::correlationId)
                .containsExactly(third, second, first);
        assertThat(reader.stories(StoryQuery.newest(10).about("customer/42")).stories())
                .extracting(StoryHead::correlationId)
                .containsExactly(third, first);
        assertThat(reader.stories(StoryQuery.newest(10).ofType("Paid")).stories())
                .singleElement()
                .satisfies(head -> {
                    assertThat(head.events()).isEqualTo(2);
                    assertThat(head.types()).containsOnlyKeys("OrderPlaced", "Paid");
                    assertThat(head.services()).containsExactly("shop");
                    assertThat(head.origin()).isNotNull();
                });
        StoryHead newest = reader.stories(StoryQuery.newest(1)).stories().get(0);
        assertThat(reader.stories(StoryQuery.newest(10).after(newest.place())).stories())
                .extracting(StoryHead::correlationId)
                .containsExactly(second, first);
    }

    @Test
    void clear_forgets_everything() {
        String id = order("customer/42", "OrderPlaced");
        store.clear();
        assertThat(store.events()).isEmpty();
        assertThat(reader.story(id).isEmpty()).isTrue();
    }
}
