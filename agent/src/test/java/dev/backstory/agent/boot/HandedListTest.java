package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandedListTest {

    private final List<String> behind = List.of("one", "two");
    private final HandedList list = new HandedList(behind);

    @BeforeEach
    void a_message_is_in_hand() {
        Delivery.take("one", new Arrival(Place.KAFKA, "topic", new MapCarrier(new HashMap<>(), "")));
    }

    @AfterEach
    void nothing_is_left() {
        Delivery.putDown();
    }

    @Test
    void printing_comparing_and_copying_leave_in_hand_what_is() {
        Step inHand = Objects.requireNonNull(CausalContext.current().step());
        assertThat(list.toString()).isEqualTo(behind.toString());
        assertThat(list.hashCode()).isEqualTo(behind.hashCode());
        assertThat(list.equals(new HandedList(behind)) && list.equals(behind)).isTrue();
        assertThat(list.contains("two")).isTrue();
        assertThat(new ArrayList<Object>(list).equals(behind)).isTrue();
        assertThat(list.toArray(new Object[0])).hasSize(2);
        assertThat(CausalContext.current().step()).isSameAs(inHand);
        assertThat(inHand.hasEnded()).isFalse();
    }

    @Test
    void a_loop_to_the_end_puts_it_down() {
        int seen = 0;
        for (Object ignored : new HandedList(List.of())) {
            seen++;
        }
        assertThat(seen).isZero();
        assertThat(CausalContext.current().isNone()).isTrue();
    }
}
