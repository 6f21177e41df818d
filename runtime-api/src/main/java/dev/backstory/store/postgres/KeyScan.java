package dev.backstory.store.postgres;

import dev.backstory.store.StoryCursor;
import dev.backstory.store.StoryQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds stories in the summaries, the newest first: along the narrowest key of the query, each looked up under the others.
 * Goes in windows of a fixed number of rows, and gives up after some: a page is bounded also where two frequent keys hardly
 * ever meet.
 */
final class KeyScan {

    private static final int WINDOW = 5_000;
    private static final int WINDOWS = 4;

    private final ReadSession session;
    private final StoryQuery query;
    private final List<SummaryKey> keys;
    private final Collection<String> without;
    private final Set<String> found = new LinkedHashSet<>();
    private @Nullable StoryCursor below;

    KeyScan(ReadSession session, StoryQuery query, List<SummaryKey> keys, Collection<String> without) {
        this.session = session;
        this.query = query;
        this.keys = keys;
        this.without = without;
        this.below = query.after();
    }

    /** The stories that were found, at most one more than asked for. */
    Set<String> found() {
        return found;
    }

    /** Searches; answers the place down to which it came, null when it came to the end or found enough. */
    @Nullable
    StoryCursor run() throws SQLException {
        for (int i = 0; i < WINDOWS; i++) {
            select();
            if (found.size() > query.limit()) {
                return null;
            }
            StoryCursor end = endOfWindow();
            if (end == null) {
                return null;
            }
            below = end;
        }
        return below;
    }

    private void select() throws SQLException {
        Condition source = source();
        Condition where = new Condition();
        for (SummaryKey each : keys.isEmpty() ? keys : keys.subList(1, keys.size())) {
            where.and(has(), each.kind(), each.value());
        }
        if (Boolean.FALSE.equals(query.failed())) {
            where.and("(" + has() + ") IS NULL", SummaryKey.FAILED.kind(), SummaryKey.FAILED.value());
        }
        if (!without.isEmpty()) {
            where.and("w.correlation_id <> ALL (?)", (Object) without.toArray(new String[0]));
        }
        session.query(
                "SELECT w.correlation_id FROM (" + window(source) + " LIMIT ?) AS w WHERE " + where.sql()
                        + " ORDER BY w.first_at DESC, w.correlation_id DESC LIMIT ?",
                row -> found.add(row.getString(1)),
                source.parameters(join(WINDOW, where.parameters(query.limit() + 1 - found.size()))));
    }

    private static Object[] join(Object first, Object[] rest) {
        List<Object> all = new ArrayList<>();
        all.add(first);
        all.addAll(List.of(rest));
        return all.toArray();
    }

    /** Not EXISTS: the planner may make a join of that, and read all stories with the other key. */
    private static String has() {
        return "(SELECT true FROM backstory.story_key AS o WHERE o.kind = ? AND o.value = ?"
                + " AND o.first_at = w.first_at AND o.correlation_id = w.correlation_id)";
    }

    private @Nullable StoryCursor endOfWindow() throws SQLException {
        Condition source = source();
        List<StoryCursor> end = new ArrayList<>();
        session.query(
                window(source) + " OFFSET ? LIMIT 1",
                row -> end.add(new StoryCursor(Rows.time(row, "first_at"), Rows.text(row, "correlation_id"))),
                source.parameters(WINDOW - 1));
        return end.isEmpty() ? null : end.get(0);
    }

    private String window(Condition source) {
        return "SELECT first_at, correlation_id FROM backstory." + (keys.isEmpty() ? "story" : "story_key") + " WHERE "
                + source.sql() + " ORDER BY first_at DESC, correlation_id DESC";
    }

    private Condition source() {
        Condition where = new Condition();
        if (!keys.isEmpty()) {
            where.and("kind = ? AND value = ?", keys.get(0).kind(), keys.get(0).value());
        }
        if (query.from() != null) {
            where.and("first_at >= ?::timestamptz", query.from().toString());
        }
        if (query.to() != null) {
            where.and("first_at < ?::timestamptz", query.to().toString());
        }
        StoryCursor place = below;
        if (place != null) {
            where.and(
                    "(first_at, correlation_id) < (?::timestamptz, ?)",
                    place.firstAt().toString(),
                    place.correlationId());
        }
        return where;
    }
}
