package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassNamesTest {

    @Test
    void a_name_is_that_class_alone() {
        assertThat(ClassNames.parse("java.util.Map").match(Map.class)).isTrue();
        assertThat(ClassNames.parse("java.util.Map").match(Map.Entry.class)).isFalse();
        assertThat(ClassNames.parse("java.utilXMap").match(Map.class)).isFalse();
    }

    @Test
    void a_star_stands_for_anything() {
        assertThat(ClassNames.parse("java.lang.*, java.util.*").match(Map.Entry.class))
                .isTrue();
        assertThat(ClassNames.parse("java.util.Map$*").match(Map.Entry.class)).isTrue();
        assertThat(ClassNames.parse("*.util.*try").match(Map.Entry.class)).isTrue();
        assertThat(ClassNames.parse("*.util.*try").match(Map.class)).isFalse();
    }

    @Test
    void nothing_chooses_nothing() {
        assertThat(ClassNames.parse(null).areNone()).isTrue();
        assertThat(ClassNames.parse(" , ").areNone()).isTrue();
        assertThat(ClassNames.parse(" , ").match(Map.class)).isFalse();
    }
}
