package dev.backstory.store;

import org.jspecify.annotations.Nullable;

/**
 * A part of a story, for stories that may be too big to be held at once; small ones are one part.
 *
 * @param records its events in the order of their positions, with their steps and the steps that led to these; after the
 *     last event come parts with all steps of the story, also those already seen
 * @param next where the next part begins; null when this is the last
 */
public record StoryPart(StoryRecords records, @Nullable Place next) {

    /**
     * Where a part begins. Its text is opaque and may stand in a URL.
     *
     * @param position below which all events were in earlier parts
     * @param stepId null: events come first; else events are over, and steps up to this one were in earlier parts
     */
    public record Place(long position, @Nullable String stepId) {

        private static final String STEPS = "s";

        /** Where the first part begins. */
        public static final Place START = new Place(0, null);

        /** The place of that text; null when it is none. */
        public static @Nullable Place parse(@Nullable String text) {
            if (text == null) {
                return null;
            }
            if (text.startsWith(STEPS)) {
                return new Place(Long.MAX_VALUE, text.substring(STEPS.length()));
            }
            try {
                return new Place(Long.parseLong(text), null);
            } catch (NumberFormatException e) {
                return null;
            }
        }

        /** As {@link #parse} reads it. */
        @Override
        public String toString() {
            return stepId == null ? Long.toString(position) : STEPS + stepId;
        }
    }
}
