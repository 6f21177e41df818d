package dev.backstory.store.postgres;

import dev.backstory.store.StoryCursor;
import dev.backstory.store.StoryKey;
import dev.backstory.store.StoryQuery;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which summaries a query asks for. */
final class StoryFilter {

    private static final Comparator<StoryCursor> NEWEST_FIRST = Comparator.comparing(StoryCursor::firstAt)
            .thenComparing(StoryCursor::correlationId)
            .reversed();

    private final StoryQuery query;
    private final SummaryTail tail;
    private final List<SummaryKey> keys = new ArrayList<>();

    StoryFilter(StoryQuery query, SummaryTail tail) {
        this.query = query;
        this.tail = tail;
        Set<SummaryKey> narrowestFirst = new TreeSet<>();
        for (StoryKey each : query.keys()) {
            SummaryKey key = SummaryKey.of(each);
            if (key != null) {
                narrowestFirst.add(key);
            }
        }
        if (Boolean.TRUE.equals(query.failed())) {
            narrowestFirst.add(SummaryKey.FAILED);
        }
        keys.addAll(narrowestFirst);
    }

    /** What is looked for in the keys' table, the narrowest first. */
    List<SummaryKey> keys() {
        return keys;
    }

    static StoryCursor place(Summary summary) {
        return new StoryCursor(summary.firstAt, summary.correlationId);
    }

    /** Those that match and are not below the place down to which the table was searched, in the order of the list. */
    List<Summary> matching(ReadSession session, Collection<Summary> candidates, @Nullable StoryCursor downTo)
            throws SQLException {
        List<Summary> inRange = new ArrayList<>();
        for (Summary each : candidates) {
            if (isInRange(each) && (downTo == null || NEWEST_FIRST.compare(place(each), downTo) <= 0)) {
                inRange.add(each);
            }
        }
        for (SummaryKey key : keys) {
            Set<String> stored = storedWith(session, key, inRange);
            inRange.removeIf(each -> !each.keys().contains(key) && !stored.contains(each.correlationId));
        }
        inRange.sort(Comparator.comparing(StoryFilter::place, NEWEST_FIRST));
        return inRange;
    }

    private boolean isInRange(Summary summary) {
        Instant from = query.from();
        Instant to = query.to();
        StoryCursor after = query.after();
        Boolean failed = query.failed();
        return (from == null || !summary.firstAt.isBefore(from))
                && (to == null || summary.firstAt.isBefore(to))
                && (failed == null || failed == summary.failed)
                && (after == null || NEWEST_FIRST.compare(place(summary), after) > 0);
    }

    private Set<String> storedWith(ReadSession session, SummaryKey key, List<Summary> summaries) throws SQLException {
        List<String> times = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Summary each : summaries) {
            // The keys of a story stand where the row in the table says that it began.
            Instant before = tail.firstBefore(each.correlationId);
            boolean isNew = before == null && tail.touched().containsKey(each.correlationId);
            if (!isNew) {
                times.add((before == null ? each.firstAt : before).toString());
                ids.add(each.correlationId);
            }
        }
        Set<String> found = new HashSet<>();
        if (!ids.isEmpty()) {
            // A subselect in the list of columns is looked up row by row through the primary key, whatever the planner
            // believes about the number of stories with this key.
            session.query(
                    "SELECT s.id FROM unnest(?::timestamptz[], ?::text[]) AS s (at, id) WHERE (SELECT true"
                            + " FROM backstory.story_key AS k WHERE k.kind = ? AND k.value = ? AND k.first_at = s.at"
                            + " AND k.correlation_id = s.id)",
                    row -> found.add(row.getString(1)),
                    times.toArray(new String[0]),
                    ids.toArray(new String[0]),
                    key.kind(),
                    key.value());
        }
        return found;
    }
}
