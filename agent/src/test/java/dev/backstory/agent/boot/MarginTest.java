package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarginTest {

    private static final Map<String, String> IDS = Map.of("X-Correlation-ID", "a-story", "X-Causation-ID", "a~step.1");

    @Test
    void ids_come_back_from_behind_a_text_that_reads_as_before() {
        String written = Margin.write("{\"own\":1}", carrier(IDS));
        assertThat(written).startsWith("{\"own\":1}").hasSizeGreaterThan(100);
        assertThat(written.strip()).isEqualTo("{\"own\":1}");
        assertThat(read(written)).isEqualTo(IDS);
        assertThat(read(written + "\n"))
                .as("with a line end of somebody else's")
                .isEqualTo(IDS);
    }

    @Test
    void a_story_without_a_cause_is_one_too() {
        Map<String, String> story = Map.of("X-Correlation-ID", "a-story");
        assertThat(read(Margin.write("{} \n", carrier(story)))).isEqualTo(story);
    }

    @Test
    void ids_may_end_as_the_beginning_of_ids_does() {
        Map<String, String> ids = Map.of("X-Correlation-ID", "a-backstory", "X-Causation-ID", "backstory");
        assertThat(read(Margin.write("{} ", carrier(ids)))).isEqualTo(ids);
    }

    @Test
    void there_are_no_ids_in_other_texts() {
        assertThat(Margin.write("{}", carrier(Map.of()))).isEqualTo("{}");
        String written = Margin.write("{}", carrier(IDS));
        for (String each : new String[] {
            "", "{}", "{}    \n\t\r ", written.strip(), written.substring(0, written.length() / 2), written + "x"
        }) {
            Map<String, String> found = read(each);
            assertThat(found).as(each).isIn(Map.of(), IDS);
        }
        assertThat(read(written.substring(0, 60))).isEmpty();
    }

    private static MapCarrier carrier(Map<String, String> ids) {
        return new MapCarrier(new HashMap<>(ids), "");
    }

    private static Map<String, String> read(String text) {
        Map<String, String> ids = new HashMap<>();
        Margin.read(text, new MapCarrier(ids, ""));
        return ids;
    }
}
