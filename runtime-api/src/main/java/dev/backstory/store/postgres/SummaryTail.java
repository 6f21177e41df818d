package dev.backstory.store.postgres;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stories that something was recorded of after the summaries were made, summed up now: so a list lacks nothing although
 * the summaries come later. Of too much at once it only says since when.
 */
final class SummaryTail {

    private static final int LIMIT = 1_000;

    private final Map<String, Summary> touched;
    private final Map<String, Instant> firstBefore;
    private final @Nullable Instant behindSince;

    private SummaryTail(Map<String, Summary> touched, Map<String, Instant> firstBefore, @Nullable Instant behindSince) {
        this.touched = touched;
        this.firstBefore = firstBefore;
        this.behindSince = behindSince;
    }

    static SummaryTail read(ReadSession session) throws SQLException {
        SummaryProgress progress = session.one(SummaryProgress.SELECT, SummaryProgress::of);
        Batch batch = Batch.visible(session, progress, LIMIT);
        if (batch.isFull()) {
            return new SummaryTail(Map.of(), Map.of(), batch.since());
        }
        // Rows that are there at the start are about to go: all that they count is still to come.
        Map<String, Summary> touched =
                progress.isStart() ? new HashMap<>() : SummaryRows.read(session, batch.stories());
        Map<String, Instant> firstBefore = new HashMap<>();
        touched.values().forEach(each -> firstBefore.put(each.correlationId, each.firstAt));
        batch.addTo(touched);
        return new SummaryTail(touched, firstBefore, null);
    }

    /** By their correlation ids. */
    Map<String, Summary> touched() {
        return touched;
    }

    /** When the story began, as its keys have it; null when it has none. */
    @Nullable
    Instant firstBefore(String correlationId) {
        return firstBefore.get(correlationId);
    }

    /** Since when lists may lack something; null: they lack nothing. */
    @Nullable
    Instant behindSince() {
        return behindSince;
    }
}
