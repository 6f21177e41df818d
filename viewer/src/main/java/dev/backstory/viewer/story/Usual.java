package dev.backstory.viewer.story;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What usually happens in stories of one origin, and so what is missing in one of them. Careful rather than complete: it
 * speaks only of stories that had the time to come to their end, only when enough of them are known, and only of events
 * that so many of them have that chance does not explain it.
 */
public final class Usual {

    /** Below that a share is a coincidence. */
    private static final int FEWEST = 30;

    /** What the share of all such stories is at least, not merely the share of those that were looked at. */
    private static final double LEAST_SHARE = 0.9;

    /** Of a normal distribution, for 95 % on both sides. */
    private static final double Z = 1.96;

    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(1);
    private static final int MOST = 5;

    /**
     * Another story of the same origin.
     *
     * @param startedAt when it began
     * @param took from its beginning to the last that is known of it
     * @param types the types of its events
     */
    public record Sibling(Instant startedAt, Duration took, Set<String> types) {}

    private final List<Sibling> siblings;
    private final Duration patience;

    /** As it was seen at that time. */
    public Usual(List<Sibling> seen, Instant now) {
        this.patience = patience(seen);
        this.siblings =
                seen.stream().filter(each -> hadTime(each.startedAt(), now)).toList();
    }

    /** How long it takes until nearly all of them are over. */
    private static Duration patience(List<Sibling> seen) {
        List<Duration> took = seen.stream().map(Sibling::took).sorted().toList();
        Duration most = took.isEmpty() ? Duration.ZERO : took.get((took.size() - 1) * 95 / 100);
        return most.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : most;
    }

    private boolean hadTime(Instant startedAt, Instant now) {
        return !startedAt.plus(patience).isAfter(now);
    }

    /** What is missing in the story, the surest first; nothing while it goes on or may yet come to it. */
    public List<Missing> missingIn(Story story, Instant now) {
        boolean open = story.outcome() == State.RUNNING || story.outcome() == State.UNKNOWN;
        if (open || siblings.size() < FEWEST || !hadTime(story.startedAt(), now)) {
            return List.of();
        }
        Set<String> present = new HashSet<>();
        story.everything().forEach(row -> {
            if (row.entry().event() != null) {
                present.add(row.entry().event().type());
            }
        });
        Map<String, Integer> counts = new TreeMap<>();
        siblings.forEach(each -> each.types().forEach(type -> counts.merge(type, 1, Integer::sum)));
        List<Missing> missing = new ArrayList<>();
        counts.forEach((type, with) -> {
            if (!present.contains(type) && shareAtLeast(with, siblings.size()) >= LEAST_SHARE) {
                missing.add(new Missing(type, with, siblings.size()));
            }
        });
        missing.sort(Comparator.comparingInt(Missing::with).reversed());
        return missing.size() <= MOST ? missing : List.copyOf(missing.subList(0, MOST));
    }

    /** The lower end of Wilson's interval: what the true share is at least, with few enough stories much less than it seems. */
    private static double shareAtLeast(int with, int of) {
        double share = (double) with / of;
        double square = Z * Z / of;
        double spread = Z * Math.sqrt(share * (1 - share) / of + square / (4 * of));
        return (share + square / 2 - spread) / (1 + square);
    }
}
