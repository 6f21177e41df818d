package dev.backstory.viewer.story;

import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that one origin led to, told for people: did it work, what happened, where did it stop. Every event of the
 * records is in exactly one row, either below its cause in {@link #rows} or among the {@link #strays}.
 *
 * @param correlationId the id of the story
 * @param asked what began it: {@code POST /orders}
 * @param outcome how far it has come
 * @param outcomeInWords the same as a sentence, with the failure when there is one
 * @param startedAt when it began
 * @param elapsed from its beginning to the last that is known of it
 * @param quiet how much of that nothing was recorded in
 * @param subjects what it is about, in the order of first appearance
 * @param facts actor, operator, issue and the like, as its metadata tell
 * @param services the services that took part
 * @param rows what follows from its origins, causes before their consequences
 * @param strays what nothing stored in the story explains: unknown causes and circles
 * @param trouble the rows at which it failed or stopped, in order
 * @param owners who should look at that trouble, by service, as far as the support team's file says
 * @param missing what usually follows and did not here, as far as that can be said
 * @param events how many events it has
 * @param batches the stories of batches that took work of this one together with that of others, the newest first
 */
public record Story(
        String correlationId,
        String asked,
        State outcome,
        String outcomeInWords,
        Instant startedAt,
        Duration elapsed,
        Duration quiet,
        List<String> subjects,
        Map<String, String> facts,
        List<String> services,
        List<Row> rows,
        List<Row> strays,
        List<Row> trouble,
        Map<String, String> owners,
        List<Missing> missing,
        int events,
        List<StoryHead> batches) {

    /** The name of the group of {@link #strays}. */
    public static final String STRAYS = "Cause unknown";

    /** The name of the list of {@link #batches}. */
    public static final String BATCHES = "Handled together with other stories";

    /** What is said about that list. */
    public static final String ABOUT_BATCHES =
            "A batch took work of this story together with that of others. What came of it is told in a story of its own.";

    /** What is said about that group. */
    public static final String ABOUT_STRAYS =
            "What led to these is not stored in this story: it is beyond retention, in another store, or was never recorded.";

    /** All rows, those that nothing explains at the end. */
    public List<Row> everything() {
        if (strays.isEmpty()) {
            return rows;
        }
        List<Row> all = new ArrayList<>(rows);
        all.addAll(strays);
        return all;
    }

    /** This story, with what is missing in it. */
    public Story lacking(List<Missing> what) {
        return new Story(
                correlationId,
                asked,
                outcome,
                outcomeInWords,
                startedAt,
                elapsed,
                quiet,
                subjects,
                facts,
                services,
                rows,
                strays,
                trouble,
                owners,
                List.copyOf(what),
                events,
                batches);
    }

    /** How much of its time something was recorded in. */
    public Duration worked() {
        return elapsed.minus(quiet);
    }

    /** Tells the story of the records, of which there is at least one. */
    public static Story of(StoryRecords records) {
        return of(records, Sentences.NONE);
    }

    /** The same, in a support team's own words. */
    public static Story of(StoryRecords records, Sentences sentences) {
        return new StoryTeller(records, sentences).tell();
    }
}
