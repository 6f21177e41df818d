package dev.backstory.viewer.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HostileTextTest {

    private static final String HOSTILE =
            "\"><script>alert(1)</script>\u202Egnp\u001B[2J\r\n\0[x](javascript:1)|" + "A".repeat(100_000);

    private static Story story() {
        return Story.of(new Records("c")
                .step("s", HOSTILE, HOSTILE, null, null, HOSTILE)
                .event("e", HOSTILE, "s", HOSTILE, null)
                .event("f", HOSTILE, HOSTILE)
                .get());
    }

    @Test
    void a_terminal_is_not_steered_by_data() {
        assertThat(TextTree.of(story()))
                .doesNotContain("\u001B", "\u202E", "\0", "\r")
                .contains("\\u001b", "\\u202e")
                .hasSizeLessThan(20_000);
    }

    @Test
    void markdown_holds_no_html_and_no_links_of_the_data() {
        assertThat(Markdown.of(story()))
                .doesNotContain("<script", "](", "\u202E", "\0")
                .hasSizeLessThan(40_000);
    }

    @Test
    void json_stays_json_and_keeps_the_data_as_it_is() {
        JsonNode json = JsonMapper.builder().build().readTree(StoryJson.of(story()));
        assertThat(json.get("version").asInt()).isEqualTo(1);
        assertThat(json.get("rows")
                        .get(1)
                        .get("event")
                        .get("data")
                        .get("amount")
                        .asString())
                .isEqualTo(HOSTILE);
    }

    @Test
    void types_are_told_in_words() {
        assertThat(Words.ofType("OrderPlaced")).isEqualTo("Order placed");
        assertThat(Words.ofType("order.placed")).isEqualTo("Order placed");
        assertThat(Words.ofType("PDFSent")).isEqualTo("PDF sent");
        assertThat(Words.ofType("")).isEqualTo("(no type)");
    }
}
