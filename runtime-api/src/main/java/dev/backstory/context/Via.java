package dev.backstory.context;

import org.jspecify.annotations.Nullable;

/**
 * The hop that brought work to the thread it runs on.
 *
 * @param boundary the name of the boundary: {@code executor}, {@code queue}, {@code thread}, …
 * @param name the executor, queue or timer, where it has a name of its own; null otherwise
 * @param waitedNanos how long the work waited between hand-over and start, in nanoseconds; -1 when it was not measured
 */
public record Via(String boundary, @Nullable String name, long waitedNanos) {

    /** For {@link #waitedNanos}: not measured. */
    public static final long NOT_MEASURED = -1;

    // Not the record's generated method: that one links through invokedynamic, which must not happen inside JDK code.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Via that
                && boundary.equals(that.boundary)
                && (name == null ? that.name == null : name.equals(that.name))
                && waitedNanos == that.waitedNanos;
    }

    @Override
    public int hashCode() {
        return 31 * boundary.hashCode() + Long.hashCode(waitedNanos);
    }
}
