package dev.backstory.store.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * How far the summaries are.
 *
 * @param leader the process that keeps them
 * @param leaderIsAway it has not been heard of for some time, or there is none
 * @param leaderIsStale it should say that it is there
 */
record SummaryProgress(
        Followed events, Followed steps, @Nullable String leader, boolean leaderIsAway, boolean leaderIsStale) {

    static final String SELECT = "SELECT event_generation, event_transaction::text, event_position, step_generation,"
            + " step_transaction::text, step_position, leader,"
            + " leader IS NULL OR leader_seen_at < clock_timestamp() - interval '15 seconds' AS away,"
            + " leader IS NULL OR leader_seen_at < clock_timestamp() - interval '5 seconds' AS stale"
            + " FROM backstory.summary_progress";

    static final String UPDATE =
            "UPDATE backstory.summary_progress SET event_generation = ?, event_transaction = ?::xid8,"
                    + " event_position = ?, step_generation = ?, step_transaction = ?::xid8, step_position = ?,"
                    + " leader = ?::uuid, leader_seen_at = clock_timestamp()";

    static SummaryProgress of(ResultSet row) throws SQLException {
        return new SummaryProgress(
                new Followed(
                        row.getInt("event_generation"),
                        Rows.text(row, "event_transaction"),
                        row.getLong("event_position")),
                new Followed(
                        row.getInt("step_generation"),
                        Rows.text(row, "step_transaction"),
                        row.getLong("step_position")),
                row.getString("leader"),
                row.getBoolean("away"),
                row.getBoolean("stale"));
    }

    /** Before anything is in them; a rebuild begins here. */
    boolean isStart() {
        return events.equals(Followed.START) && steps.equals(Followed.START);
    }

    SummaryProgress to(Followed eventsNow, Followed stepsNow) {
        return new SummaryProgress(eventsNow, stepsNow, leader, leaderIsAway, leaderIsStale);
    }

    @Nullable
    Object[] parameters(@Nullable String newLeader) {
        return new @Nullable Object[] {
            events.generation(),
            events.transaction(),
            events.position(),
            steps.generation(),
            steps.transaction(),
            steps.position(),
            newLeader
        };
    }
}
