package dev.backstory.store.postgres;

import dev.backstory.RecordedEvent;
import dev.backstory.store.EventFilter;
import dev.backstory.store.EventPage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events above a place that are final, in order. A window of rows is looked at and what passes the filter is read of it: so a filter
 * that hardly anything passes costs a bounded time, and what it leaves out is not looked at again.
 *
 * @param end how far was looked
 * @param more whether there may be more
 */
record FollowedPage(List<Entry> entries, Followed end, boolean more) {

    private static final int WINDOW = 1_000;

    private static final String FINAL = " FROM backstory.event WHERE " + Followed.ABOVE + " AND ";

    /** Limited once more: a filter that the planner expects hardly anything to pass would let it read whole partitions for it. */
    private static final String WINDOW_UP_TO =
            " FROM (SELECT *" + FINAL + Followed.UP_TO + Followed.ORDER + " LIMIT " + WINDOW + ") AS event WHERE ";

    /** An event at its place. */
    record Entry(RecordedEvent event, Followed place) {}

    private record Window(Followed end, boolean full) {}

    static FollowedPage read(ReadSession session, Followed from, EventFilter filter, int limit) throws SQLException {
        Window window = window(session, from);
        if (window == null) {
            return new FollowedPage(List.of(), from, false);
        }
        Condition where = new Condition();
        EventMatch.add(where, filter);
        List<Entry> found = new ArrayList<>();
        int[] read = {0};
        Followed[] last = {window.end()};
        session.query(
                "SELECT " + Rows.EVENT + Followed.COLUMNS + WINDOW_UP_TO + where.sql() + Followed.ORDER + " LIMIT ?",
                row -> {
                    RecordedEvent event = Rows.event(row);
                    Followed place = Followed.of(row);
                    if (filter.includes(event)) {
                        found.add(new Entry(event, place));
                    }
                    if (++read[0] == limit) {
                        last[0] = place;
                    }
                },
                from.and(window.end().and(where.parameters(limit))));
        return new FollowedPage(found, last[0], read[0] == limit || window.full());
    }

    private static @Nullable Window window(ReadSession session, Followed from) throws SQLException {
        List<Window> found = new ArrayList<>();
        session.query(
                "SELECT *, count(*) OVER () = " + WINDOW + " AS whole FROM (SELECT " + Followed.PLACE + FINAL
                        + Followed.BELOW_HORIZON
                        + Followed.ORDER + " LIMIT " + WINDOW
                        + ") AS w ORDER BY generation DESC, transaction::xid8 DESC, place DESC LIMIT 1",
                row -> found.add(new Window(Followed.of(row), row.getBoolean("whole"))),
                from.and());
        return found.isEmpty() ? null : found.get(0);
    }

    /** For those who read once; says what holds up the rest, if there is one. */
    EventPage asPage(ReadSession session) throws SQLException {
        return new EventPage(
                entries.stream().map(Entry::event).toList(), end.text(), more, more ? null : heldUpBy(session, end));
    }

    /** What holds up the events that are visible above the place; null when there is none. */
    private static @Nullable String heldUpBy(ReadSession session, Followed place) throws SQLException {
        return visibleSince(session, place) == null ? null : Horizon.holder(session);
    }

    /** When the first event above the place was recorded, final or not; null when there is none. */
    static @Nullable Instant visibleSince(ReadSession session, Followed place) throws SQLException {
        List<Instant> found = new ArrayList<>();
        session.query(
                "SELECT recorded_at FROM backstory.event WHERE " + Followed.ABOVE + Followed.ORDER + " LIMIT 1",
                row -> found.add(Rows.time(row, "recorded_at")),
                place.and());
        return found.isEmpty() ? null : found.get(0);
    }
}
