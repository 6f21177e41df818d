package dev.backstory.viewer.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentencesTest {

    private static String told(String template) {
        Story story = Story.of(
                new Records("c").event("e", "OrderPlaced", null).get(), Sentences.of(Map.of("OrderPlaced", template)));
        return story.rows().get(0).sentence();
    }

    @Test
    void a_template_is_filled_from_the_data() {
        assertThat(told("{subject} was ordered for {amount} EUR")).isEqualTo("order/4822 was ordered for 12.50 EUR");
    }

    @Test
    void a_template_that_does_not_fit_falls_back_to_the_type_in_words() {
        for (String bad :
                new String[] {"for {nothing}", "for {amount", "for amount}", "{}", " ", "{a.b.c}", "{{amount}}"}) {
            assertThat(told(bad)).as(bad).isEqualTo("Order placed");
        }
    }

    @Test
    void only_types_that_are_said_to_be_failures_are_failures() {
        Records records = new Records("c").event("e", "PaymentFailed", null);
        assertThat(Story.of(records.get()).outcome()).isEqualTo(State.DONE);
        Story story = Story.of(records.get(), Sentences.of(Map.of("failures", "Other, PaymentFailed")));
        assertThat(story.outcomeInWords()).isEqualTo("Finished, but reported: Payment failed");
    }

    @Test
    void a_file_is_read_in_utf_8(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("s.properties"), "OrderPlaced=Bestellung über {amount}\n");
        Story story = Story.of(new Records("c").event("e", "OrderPlaced", null).get(), Sentences.read(file));
        assertThat(story.rows().get(0).sentence()).isEqualTo("Bestellung über 12.50");
    }
}
