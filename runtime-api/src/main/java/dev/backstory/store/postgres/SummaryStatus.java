package dev.backstory.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the summaries are, which lists and search read.
 *
 * @param behindSince when the first thing was recorded that is not in them; null when everything is
 * @param stalledBy why they do not go on, for people; null when nothing holds them up
 */
public record SummaryStatus(
        @Nullable Instant behindSince, @Nullable String stalledBy) {

    static SummaryStatus read(Connection connection) throws SQLException {
        ReadSession session = new ReadSession(connection);
        SummaryProgress progress = session.one(SummaryProgress.SELECT, SummaryProgress::of);
        Batch first = Batch.visible(session, progress, 1);
        if (first.isEmpty()) {
            return new SummaryStatus(null, null);
        }
        boolean stalled = Batch.settled(session, progress, 1).isEmpty();
        String holder = stalled ? Horizon.holder(session) : null;
        return new SummaryStatus(
                first.since(), holder == null ? null : "followers wait for the end of the transaction of " + holder);
    }
}
