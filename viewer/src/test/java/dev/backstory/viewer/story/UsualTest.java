package dev.backstory.viewer.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UsualTest {

    private static final Instant NOW = Records.START.plus(Duration.ofHours(1));

    private static List<Usual.Sibling> siblings(int with, int without) {
        List<Usual.Sibling> siblings = new ArrayList<>();
        for (int i = 0; i < with + without; i++) {
            Set<String> types = i < with ? Set.of("OrderPlaced", "InvoiceSent") : Set.of("OrderPlaced");
            siblings.add(new Usual.Sibling(Records.START.minusSeconds(100 + i), Duration.ofSeconds(2), types));
        }
        return siblings;
    }

    private static Records order() {
        return new Records("c")
                .step("r", "request", "POST /orders", null, Duration.ofMillis(9), null)
                .event("e", "OrderPlaced", "r");
    }

    private static List<Missing> missing(Story story, List<Usual.Sibling> siblings, Instant now) {
        return new Usual(siblings, now).missingIn(story, now);
    }

    @Test
    void what_nearly_all_others_have_is_named_with_its_share() {
        Story story = Story.of(order().get());
        assertThat(missing(story, siblings(1215, 25), NOW))
                .singleElement()
                .extracting(Missing::inWords)
                .isEqualTo("Invoice sent follows in 97 % of 1,240 stories; missing here");
    }

    @Test
    void what_is_there_is_not_missing() {
        Story story = Story.of(order().event("i", "InvoiceSent", "e").get());
        assertThat(missing(story, siblings(100, 0), NOW)).isEmpty();
    }

    @Test
    void few_stories_or_a_common_exception_prove_nothing() {
        Story story = Story.of(order().get());
        assertThat(missing(story, siblings(29, 0), NOW)).isEmpty();
        assertThat(missing(story, siblings(91, 9), NOW)).isEmpty();
        assertThat(missing(story, siblings(100, 0), NOW)).isNotEmpty();
    }

    @Test
    void a_story_that_goes_on_or_is_young_may_come_to_it_yet() {
        List<Usual.Sibling> siblings = siblings(100, 0);
        Story running =
                Story.of(order().step("j", "job", "Charge", "e", null, null).get());
        assertThat(missing(running, siblings, NOW)).isEmpty();
        assertThat(missing(Story.of(order().get()), siblings, Records.START.plusSeconds(59)))
                .isEmpty();
    }

    @Test
    void others_that_are_young_themselves_do_not_count() {
        List<Usual.Sibling> siblings = siblings(100, 0);
        for (int i = 0; i < 100; i++) {
            siblings.add(new Usual.Sibling(NOW.minusSeconds(i % 30), Duration.ZERO, Set.of("OrderPlaced")));
        }
        assertThat(missing(Story.of(order().get()), siblings, NOW))
                .extracting(Missing::of)
                .containsExactly(100);
    }

    @Property
    void nothing_is_named_that_one_in_ten_lacks(
            @ForAll @IntRange(max = 400) int with, @ForAll @IntRange(max = 400) int without) {
        List<Missing> missing = missing(Story.of(order().get()), siblings(with, without), NOW);
        if (with + without < 30 || without * 10 >= with + without) {
            assertThat(missing).isEmpty();
        }
        assertThat(missing).allSatisfy(each -> {
            assertThat(each.with()).isEqualTo(with);
            assertThat(each.of()).isEqualTo(with + without);
        });
    }
}
