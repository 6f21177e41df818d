package dev.backstory.viewer.story;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a story: one event or step, as a sentence, at its place below what led to it.
 *
 * @param entry the event or step itself
 * @param causeId the id of what directly led to it, in its own process or another; null for an origin, and for one whose cause is
 *     in another process and not in the story
 * @param depth how many causes above it are in the story
 * @param last whether nothing else with the same cause follows
 * @param sentence what happened, in words: {@code Order placed}
 * @param subjects what it is about, the main one first
 * @param summary the little of its data that fits in a line; empty when there is none
 * @param carriedBy the boundary and thread that carried the work; empty when it had not left its step's own thread
 * @param waited how long the work had waited; null when not measured
 * @param ran how long a step ran; null for events and open steps
 * @param offset how long after the beginning of the story
 * @param quietBefore how long nothing was recorded in the story before it; null when that is not worth telling
 * @param service the service it happened in; empty when unknown
 * @param state how far it has come
 * @param failure why it failed; null when it did not
 * @param notes what is odd about it, for people
 */
public record Row(
        Entry entry,
        @Nullable String causeId,
        int depth,
        boolean last,
        String sentence,
        List<String> subjects,
        String summary,
        String carriedBy,
        @Nullable Duration waited,
        @Nullable Duration ran,
        Duration offset,
        @Nullable Duration quietBefore,
        String service,
        State state,
        @Nullable String failure,
        List<String> notes) {

    /** Whether a reader should see it among others that are alike. */
    boolean isNoticeable() {
        return state != State.DONE || !notes.isEmpty() || quietBefore != null;
    }
}
