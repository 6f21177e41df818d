package dev.backstory.store.postgres;

import dev.backstory.store.StoryKey;
import org.jspecify.annotations.Nullable;

/**
 * A key as a row of {@code story_key} has it.
 *
 * @param kind the number of its kind, the narrowest first; never reused
 * @param value as {@link SummaryText#key} makes it
 */
record SummaryKey(int kind, String value) implements Comparable<SummaryKey> {

    static final int ROUTE = 4;
    static final int ORIGIN = 6;
    static final int JOINED = 8;
    static final SummaryKey FAILED = new SummaryKey(7, "");

    /** Null for what the tables of events and steps have an index for themselves. */
    static @Nullable SummaryKey of(StoryKey key) {
        int kind =
                switch (key.kind()) {
                    case CORRELATION, EVENT, TRACE -> 0;
                    case SUBJECT -> 1;
                    case METADATA -> 2;
                    case TYPE -> 3;
                    case ROUTE -> ROUTE;
                    case SERVICE -> 5;
                    case ORIGIN -> ORIGIN;
                    case JOINED -> JOINED;
                };
        return kind == 0 ? null : new SummaryKey(kind, SummaryText.key(key.value()));
    }

    @Override
    public int compareTo(SummaryKey other) {
        return kind == other.kind ? value.compareTo(other.value) : Integer.compare(kind, other.kind);
    }
}
