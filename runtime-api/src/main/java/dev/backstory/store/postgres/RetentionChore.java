package dev.backstory.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops the months that are older than what is kept; or only says which they are. */
final class RetentionChore implements Chore {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionChore.class);

    private final Duration keep;
    private final boolean drop;
    private List<YearMonth> told = List.of();
    private @Nullable YearMonth forgottenBefore;

    RetentionChore(Duration keep, boolean drop) {
        this.keep = keep;
        this.drop = drop;
    }

    @Override
    public void run(Connection connection) throws SQLException {
        if (drop) {
            List<YearMonth> dropped = Retention.drop(connection, keep);
            YearMonth oldest = Retention.oldestKept(connection, keep);
            if (!dropped.isEmpty()) {
                forgottenBefore = null;
                LOG.warn(
                        "Dropped {} with all their events and steps: they are older than {} days",
                        dropped,
                        keep.toDays());
            }
            // Once a month and process would do, unless somebody was ended in the middle of it.
            if (!oldest.equals(forgottenBefore)) {
                Retention.forget(connection, oldest);
                forgottenBefore = oldest;
            }
            return;
        }
        List<YearMonth> due = Retention.due(connection, keep);
        if (!due.isEmpty() && !due.equals(told)) {
            told = due;
            LOG.info(
                    "{} are older than the {} days that backstory.retention keeps. Nothing is dropped: that takes"
                            + " backstory.retention.drop=true",
                    due,
                    keep.toDays());
        }
    }

    @Override
    public String failure() {
        return "Months that are older than backstory.retention could not be dropped";
    }
}
