package dev.backstory.viewer.story;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stretches of a story in which nothing is recorded: no event happens and no step that has ended was running. */
final class Quiet {

    /** Shorter ones are not worth a reader's attention. */
    static final Duration WORTH_TELLING = Duration.ofSeconds(5);

    private final Map<String, Duration> before = new HashMap<>();
    private Duration total = Duration.ZERO;

    Quiet(List<Entry> entries) {
        List<Entry> inOrder = entries.stream().sorted(Entry.BY_TIME).toList();
        Instant busyUntil = inOrder.get(0).at();
        for (Entry entry : inOrder) {
            Duration gap = Duration.between(busyUntil, entry.at());
            if (gap.compareTo(WORTH_TELLING) >= 0) {
                before.put(entry.id(), gap);
                total = total.plus(gap);
            }
            busyUntil = entry.until().isAfter(busyUntil) ? entry.until() : busyUntil;
        }
    }

    /** The stretch that ended with this entry; null when there was none. */
    @Nullable
    Duration before(Entry entry) {
        return before.get(entry.id());
    }

    Duration total() {
        return total;
    }
}
