package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Propagator;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    @AfterEach
    void nothing_is_left() {
        Delivery.putDown();
        assertThat(CausalContext.current().isNone()).isTrue();
    }

    @Test
    void a_taken_message_is_in_hand_until_the_next() {
        Delivery.take("one", of("story-1"));
        assertThat(story()).isEqualTo("story-1");
        Delivery.take("two", of("story-2"));
        assertThat(story()).isEqualTo("story-2");
        Delivery.putDown();
        assertThat(CausalContext.current().isNone()).isTrue();
    }

    @Test
    void a_taken_message_that_a_listener_is_called_with_is_one_step() {
        Object message = new Object();
        Delivery.take(message, of("story-1"));
        Step step = CausalContext.current().step();
        Delivery delivery = Objects.requireNonNull(Delivery.handle(message, of("story-1")));
        assertThat(CausalContext.current().step()).isSameAs(step);
        assertThat(Delivery.handle(message, of("story-1")))
                .as("one that only calls another")
                .isNull();
        Delivery.putDown();
        assertThat(CausalContext.current().step()).as("still being handled").isSameAs(step);
        delivery.handled(new IllegalStateException());
        assertThat(CausalContext.current().step()).as("still in hand").isSameAs(step);
        assertThat(Objects.requireNonNull(step).error()).isEqualTo(IllegalStateException.class.getName());
        assertThat(step.hasEnded()).isFalse();
        Delivery.putDown();
        assertThat(step.hasEnded()).isTrue();
    }

    @Test
    void what_is_taken_inside_of_a_listener_is_put_down_with_it() {
        Delivery outer = Objects.requireNonNull(Delivery.handle(new Object(), of("story-1")));
        Delivery.take("inner", of("story-2"));
        assertThat(story()).isEqualTo("story-2");
        Delivery.putDown();
        assertThat(story()).isEqualTo("story-1");
        Delivery.take("forgotten", of("story-3"));
        outer.handled(null);
        assertThat(CausalContext.current().isNone()).isTrue();
    }

    @Test
    void a_message_without_ids_belongs_to_the_work_that_waits_for_it() {
        Step request = Step.of(Step.REQUEST, "GET /").from(CausalContext.NONE).start();
        try (Scope ignored = request.context().activate()) {
            Delivery.take("answer", of(null));
            assertThat(CausalContext.current().step()).isSameAs(request);
        }
        Delivery.take("foreign", of(null));
        assertThat(story()).isNotNull().isNotEqualTo(request.correlationId());
    }

    @Test
    void a_batch_of_one_story_continues_it_and_one_of_several_names_them() {
        Step one = Arrival.together(List.of(of("story-1"), of("story-1"))).step.start();
        assertThat(one.correlationId()).isEqualTo("story-1");
        assertThat(one.attributes()).containsEntry("messages", "2").doesNotContainKey("joins");
        Step several = Arrival.together(List.of(of("story-1"), of("story-2"), of(null)))
                .step
                .start();
        assertThat(several.correlationId()).isNotIn("story-1", "story-2");
        assertThat(several.attributes()).containsEntry("joins", "story-1 story-2");
        Step unsure = Arrival.together(List.of(of("story-1"), of(null))).step.start();
        assertThat(unsure.correlationId()).isNotEqualTo("story-1");
        assertThat(unsure.attributes()).containsEntry("joins", "story-1");
    }

    private static String story() {
        return Objects.requireNonNull(CausalContext.current().correlationId());
    }

    private static Arrival of(@Nullable String story) {
        Map<String, String> headers = new HashMap<>();
        if (story != null) {
            headers.put(Propagator.CORRELATION_ID, story);
        }
        return new Arrival(Place.KAFKA, "topic", new MapCarrier(headers, ""));
    }
}
