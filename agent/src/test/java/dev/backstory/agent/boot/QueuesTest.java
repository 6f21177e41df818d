package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import java.util.ConcurrentModificationException;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueuesTest {

    @Test
    void only_what_was_moved_last_is_looked_at() {
        assertThat(Queues.lastOf(List.of("old", "a", "b"), 2)).isEqualTo(List.of("a", "b"));
        assertThat(Queues.lastOf(List.of("old"), 0)).isEqualTo(List.of());
    }

    @Test
    void a_target_that_cannot_tell_what_was_moved_is_no_error() {
        assertThat(Queues.lastOf(List.of("a"), 2)).as("others took some out").isNull();
        assertThat(Queues.lastOf(new HashSet<>(List.of("a")), 1)).isNull();
        assertThat(Queues.lastOf(new Changing(), 1)).isNull();
    }

    /** As a list is into which another thread drains meanwhile. */
    private static final class Changing extends AbstractList<Object> {
        @Override
        public Object get(int index) {
            throw new ConcurrentModificationException();
        }

        @Override
        public int size() {
            return 1;
        }
    }
}
