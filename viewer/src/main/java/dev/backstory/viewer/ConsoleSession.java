package dev.backstory.viewer;

import dev.backstory.RecordedEvent;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryRecords;
import dev.backstory.viewer.story.Sentences;
import dev.backstory.viewer.story.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What somebody did by hand: who, for which issue, why, and what changed.
 *
 * @param head the session's story
 * @param operator who; empty when unknown
 * @param issue for which; empty when none was said
 * @param reason why; empty when none was said
 * @param took from its beginning to the last that is known of it
 * @param changes what changed, the first few
 */
public record ConsoleSession(
        StoryHead head, String operator, String issue, String reason, Duration took, List<Change> changes) {

    /** How many changes a session in a list tells. */
    static final int CHANGES = 8;

    /**
     * One event of it.
     *
     * @param eventId its id
     * @param sentence what happened
     * @param subjects what it is about
     */
    public record Change(String eventId, String sentence, List<String> subjects) {}

    static ConsoleSession of(StoryHead head, StoryRecords records, Sentences sentences) {
        List<Change> changes = new ArrayList<>();
        for (RecordedEvent each : records.events()) {
            if (changes.size() < CHANGES) {
                changes.add(new Change(each.id(), sentences.of(each), each.subjects()));
            }
        }
        return new ConsoleSession(
                head,
                first(records, "operator"),
                first(records, "issue"),
                first(records, "reason"),
                Duration.between(head.firstAt(), head.lastAt()),
                changes);
    }

    /** How many further events there are. */
    public long more() {
        return Math.max(0, head.events() - changes.size());
    }

    /** In words. */
    public String tookInWords() {
        return Words.of(took);
    }

    private static String first(StoryRecords records, String key) {
        return records.events().stream()
                .map(each -> each.metadata().getOrDefault(key, ""))
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
    }
}
