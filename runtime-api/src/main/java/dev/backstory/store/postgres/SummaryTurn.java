package dev.backstory.store.postgres;

import dev.backstory.RecordedEvent;
import dev.backstory.store.RecordedStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step forward of the summaries, in one transaction together with how far they are: each event counts once, whoever
 * takes the turns and however they end. An advisory lock of the transaction keeps turns apart, also behind a pooler that
 * gives each transaction another connection.
 */
final class SummaryTurn {

    /** How a turn went. */
    enum Outcome {
        /** Another process does it. */
        NOT_OURS,
        /** There was nothing to do that is final. */
        NOTHING,
        /** All that is final is done. */
        DONE,
        /** There is more. */
        MORE
    }

    static final long LOCK = 7022360471883120753L;

    private static final int BATCH = 2_000;

    private final Connection connection;
    private final ReadSession session;

    private SummaryTurn(Connection connection) {
        this.connection = connection;
        this.session = new ReadSession(connection);
    }

    /**
     * The connection is in autocommit before and after.
     *
     * @param evenIfAnotherLeads waits for its turn, and takes it whoever keeps the summaries otherwise
     */
    static Outcome take(Connection connection, String instanceId, boolean evenIfAnotherLeads) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Outcome outcome = new SummaryTurn(connection).take(instanceId, evenIfAnotherLeads);
            connection.commit();
            return outcome;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private Outcome take(String instanceId, boolean evenIfAnotherLeads) throws SQLException {
        if (evenIfAnotherLeads) {
            session.query("SELECT pg_advisory_xact_lock(" + LOCK + ")", row -> {});
        } else if (!session.ask("SELECT pg_try_advisory_xact_lock(" + LOCK + ")")) {
            return Outcome.NOT_OURS;
        }
        SummaryProgress from = session.one(SummaryProgress.SELECT, SummaryProgress::of);
        boolean ours = instanceId.equals(from.leader());
        if (!ours && !from.leaderIsAway() && !evenIfAnotherLeads) {
            return Outcome.NOT_OURS;
        }
        String leader = ours || from.leaderIsAway() ? instanceId : from.leader();
        if (from.isStart() && removeOld()) {
            session.update(SummaryProgress.UPDATE, from.parameters(leader));
            return Outcome.MORE;
        }
        Batch batch = Batch.settled(session, from, BATCH);
        if (batch.isEmpty()) {
            if (from.leaderIsStale() || !Objects.equals(leader, from.leader())) {
                session.update(SummaryProgress.UPDATE, from.parameters(leader));
            }
            return Outcome.NOTHING;
        }
        write(batch);
        session.update(SummaryProgress.UPDATE, batch.end().parameters(leader));
        return batch.isFull() ? Outcome.MORE : Outcome.DONE;
    }

    /**
     * What is there at the start is from before a rebuild, and would count twice. A batch a turn, whoever takes it, so that
     * no long transaction holds up followers, and what is left of a rebuild that was ended goes too.
     */
    private boolean removeOld() throws SQLException {
        List<String> stories = new ArrayList<>();
        session.query(
                "SELECT correlation_id FROM backstory.story ORDER BY first_at, correlation_id LIMIT ?",
                row -> stories.add(row.getString(1)),
                BATCH);
        if (!stories.isEmpty()) {
            SummaryRows.forget(session, stories);
            return true;
        }
        return session.update("DELETE FROM backstory.story_key WHERE (kind, value, first_at, correlation_id) IN (SELECT"
                        + " kind, value, first_at, correlation_id FROM backstory.story_key LIMIT " + BATCH + ")")
                > 0;
    }

    private void write(Batch batch) throws SQLException {
        Map<String, Summary> summaries = SummaryRows.read(session, batch.stories());
        Map<String, Instant> firstBefore = new HashMap<>();
        Map<String, Summary.Origin> originBefore = new HashMap<>();
        for (Summary each : summaries.values()) {
            firstBefore.put(each.correlationId, each.firstAt);
            if (each.origin != null) {
                originBefore.put(each.correlationId, each.origin);
            }
        }
        batch.addTo(summaries);
        Set<SummaryRows.KeyRow> gone = new HashSet<>();
        List<SummaryRows.KeyRow> added = new ArrayList<>();
        for (Summary each : summaries.values()) {
            Instant before = firstBefore.get(each.correlationId);
            Set<SummaryKey> keys = each.keys();
            if (before != null && !before.equals(each.firstAt)) {
                // The story began earlier than was known: all its keys move.
                keys.addAll(keysOfStory(each));
                gone.addAll(rows(keys, before, each.correlationId));
            }
            gone.addAll(goneWithOrigin(each, before, originBefore.get(each.correlationId)));
            added.addAll(rows(keys, each.firstAt, each.correlationId));
        }
        SummaryRows.removeKeys(connection, gone);
        SummaryRows.save(connection, summaries.values());
        SummaryRows.addKeys(connection, added);
    }

    private static Set<SummaryRows.KeyRow> goneWithOrigin(
            Summary summary, @Nullable Instant firstBefore, Summary.@Nullable Origin before) {
        Set<SummaryKey> keys = new LinkedHashSet<>(Summary.keysOf(before));
        Summary.keysOf(summary.origin).forEach(keys::remove);
        return firstBefore == null ? Set.of() : rows(keys, firstBefore, summary.correlationId);
    }

    private static Set<SummaryRows.KeyRow> rows(Set<SummaryKey> keys, Instant firstAt, String correlationId) {
        Set<SummaryRows.KeyRow> rows = new LinkedHashSet<>();
        keys.forEach(each -> rows.add(new SummaryRows.KeyRow(each, firstAt, correlationId)));
        return rows;
    }

    private Set<SummaryKey> keysOfStory(Summary summary) throws SQLException {
        Summary whole = new Summary(summary.correlationId);
        summary.services.forEach(each -> whole.tookPart(SummaryText.decode(each)));
        session.query(
                "SELECT " + Rows.EVENT_WITHOUT_DATA + " FROM backstory.event WHERE correlation_id = ?",
                row -> {
                    RecordedEvent event = Rows.event(row);
                    whole.see(event, null);
                },
                summary.correlationId);
        session.query(
                "SELECT " + Rows.STEP + " FROM backstory.step_observation WHERE correlation_id = ?"
                        + " AND attributes ->> '" + RecordedStep.JOINS + "' IS NOT NULL",
                row -> whole.joins(Rows.step(row)),
                summary.correlationId);
        return whole.keys();
    }
}
