package dev.backstory.viewer.story;

import java.util.Locale;

/**
 * An event that usually follows in stories of the same origin, and did not in this one.
 *
 * @param type the event's type
 * @param with how many of those stories have it
 * @param of how many stories were compared
 */
public record Missing(String type, int with, int of) {

    /** As a sentence: {@code Invoice sent follows in 98 % of 1,240 stories; missing here}. */
    public String inWords() {
        // Rounded down: 99.6 % is not all of them.
        int percent = (int) (100L * with / of);
        return String.format(
                Locale.ROOT, "%s follows in %d %% of %,d stories; missing here", Words.ofType(type), percent, of);
    }
}
