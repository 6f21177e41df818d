package dev.backstory.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.viewer.access.Role;
import dev.backstory.viewer.access.Visitor;
import dev.backstory.viewer.story.Records;
import dev.backstory.viewer.story.Row;
import dev.backstory.viewer.story.Story;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoryPageTest {

    private static Story story(int explained, int strays) {
        Records records = new Records("c");
        for (int i = 0; i < explained; i++) {
            records.event("e" + i, "Happened", null);
        }
        for (int i = 0; i < strays; i++) {
            records.event("s" + i, "Happened", "gone");
        }
        return Story.of(records.get());
    }

    private static StoryPage page(Story story, long number) {
        return new StoryPage(
                new Frame(new Links(""), new Visitor("local", Role.ENGINEER), false, List.of()),
                OutLinks.NONE,
                story,
                StoryPage.View.STORY,
                number);
    }

    @Test
    void each_row_is_on_exactly_one_page() {
        Story story = story(720, 640);
        Set<String> seen = new HashSet<>();
        int rows = 0;
        for (int i = 1; i <= page(story, 1).pages(); i++) {
            StoryPage page = page(story, i);
            for (Row row : page.rows()) {
                seen.add(row.entry().id());
            }
            for (Row row : page.strays()) {
                seen.add(row.entry().id());
            }
            rows += page.rows().size() + page.strays().size();
        }
        assertThat(rows).isEqualTo(1360);
        assertThat(seen).hasSize(1360);
    }

    @Test
    void a_link_leads_to_the_page_that_has_the_row() {
        StoryPage first = page(story(720, 0), 1);
        assertThat(first.row("e3")).isEqualTo("#r-e3");
        assertThat(first.row("e700")).isEqualTo("/stories/c?page=2#r-e700");
        assertThat(first.row("gone")).isEqualTo("/go?id=gone");
    }

    @Test
    void a_page_that_does_not_exist_is_the_nearest_that_does() {
        assertThat(page(story(720, 0), 99).number()).isEqualTo(2);
        assertThat(page(story(720, 0), -7).number()).isEqualTo(1);
    }

    @Test
    void the_version_changes_with_the_story() {
        assertThat(page(story(3, 0), 1).version())
                .isNotEqualTo(page(story(4, 0), 1).version());
        assertThat(page(story(3, 0), 1).version())
                .isEqualTo(page(story(3, 0), 1).version());
    }

    @Test
    void a_delivery_from_another_process_is_known_by_what_sent_it_where_that_is_in_the_story() {
        StoryPage page = page(
                Story.of(new Records("c")
                        .at("shop")
                        .step("request", "request", "POST /orders", null, null, null)
                        .event("placed", "OrderPlaced", "request")
                        .at("shipping")
                        .received("delivery", "message", "orders", "request", null, null)
                        .event("sent", "ParcelSent", "delivery")
                        .received("stranger", "message", "orders", "elsewhere", null, null)
                        .get()),
                1);
        assertThat(page.ledTo("request")).extracting(row -> row.entry().id()).containsExactly("placed", "delivery");
        assertThat(page.everything())
                .extracting(row -> row.entry().id() + ": " + row.causeId() + ", " + page.newService(row))
                .containsExactlyInAnyOrder(
                        "request: null, ",
                        "placed: request, ",
                        "delivery: request, shipping",
                        "sent: delivery, ",
                        "stranger: null, ");
    }
}
