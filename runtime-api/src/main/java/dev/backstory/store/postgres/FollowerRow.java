package dev.backstory.store.postgres;

import dev.backstory.store.EventFilter;
import dev.backstory.store.FollowerStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The row of a follower. Whoever moves its place holds an advisory lock of the name until its transaction ends, and says from where: a
 * process that was given up for dead, and was not, moves nothing. The lock is no row lock, which would make each handler hold up all
 * followers for as long as it runs.
 *
 * @param leader who goes on from the place
 * @param leaderIsAway it has not been heard of for some time, or there is none
 */
record FollowerRow(
        String name,
        Followed place,
        @Nullable String leader,
        boolean leaderIsAway,
        @Nullable String instanceId,
        int failures,
        @Nullable String error,
        @Nullable Instant failedAt,
        long missed) {

    /** For so long a leader need not say that it is there, in seconds. */
    private static final int LEASE = 6;

    static final String SELECT = "SELECT name, " + Followed.PLACE + ", leader, instance_id, failures, error, failed_at,"
            + " missed, leader IS NULL OR leader_seen_at < clock_timestamp() - interval '" + LEASE
            + " seconds' AS away FROM backstory.follower";

    private static final String KEY = "hashtextextended('backstory.follower ' || ?, 0)";
    /**
     * A process whose machine is gone says no more, not even that it is gone; its transaction has the lock until the server has asked,
     * by default hours later.
     */
    private static final String THE_DEAD_LET_GO = "set_config('tcp_keepalives_idle', '10', true) IS NOT NULL"
            + " AND set_config('tcp_keepalives_interval', '5', true) IS NOT NULL"
            + " AND set_config('tcp_keepalives_count', '3', true) IS NOT NULL";

    /** What a server ends after a while, so that nobody forgets it; here somebody waits for a handler. The second is PostgreSQL 17's. */
    private static final String HANDLERS_TAKE_THEIR_TIME =
            "set_config('idle_in_transaction_session_timeout', '0', true) IS NOT NULL"
                    + " AND (current_setting('transaction_timeout', true) IS NULL"
                    + " OR set_config('transaction_timeout', '0', true) IS NOT NULL)";

    private static final String AT = " WHERE name = ? AND leader = ?::uuid AND " + Followed.AT;

    /** For this transaction; not when somebody else has it. */
    static boolean tryLock(ReadSession session, String name) throws SQLException {
        return session.ask("SELECT pg_try_advisory_xact_lock(" + KEY + ")", name);
    }

    /** For this transaction, as soon as the event that is being handled has been. */
    static void lock(ReadSession session, String name) throws SQLException {
        session.query("SELECT pg_advisory_xact_lock(" + KEY + ")", row -> {}, name);
    }

    /** The lock, if the place is still that, and the leader's. */
    static boolean tryLock(ReadSession session, String name, String leader, Followed place) throws SQLException {
        return session.ask(
                "SELECT " + THE_DEAD_LET_GO + " AND " + HANDLERS_TAKE_THEIR_TIME + " AND pg_try_advisory_xact_lock("
                        + KEY + ") AND EXISTS (SELECT FROM backstory.follower" + AT + ")",
                name,
                name,
                leader,
                place.generation(),
                place.transaction(),
                place.position());
    }

    static @Nullable FollowerRow read(ReadSession session, String name) throws SQLException {
        List<FollowerRow> found = new ArrayList<>();
        session.query(SELECT + " WHERE name = ?", row -> found.add(of(row)), name);
        return found.isEmpty() ? null : found.get(0);
    }

    static FollowerRow of(ResultSet row) throws SQLException {
        OffsetDateTime failed = row.getObject("failed_at", OffsetDateTime.class);
        return new FollowerRow(
                Rows.text(row, "name"),
                Followed.of(row),
                row.getString("leader"),
                row.getBoolean("away"),
                row.getString("instance_id"),
                row.getInt("failures"),
                row.getString("error"),
                failed == null ? null : failed.toInstant(),
                row.getLong("missed"));
    }

    static void insert(ReadSession session, String name, Followed place) throws SQLException {
        session.update(
                "INSERT INTO backstory.follower (name, generation, transaction_id, position)"
                        + " VALUES (?, ?, ?::xid8, ?) ON CONFLICT DO NOTHING",
                name,
                place.generation(),
                place.transaction(),
                place.position());
    }

    static void lead(ReadSession session, String name, String leader, String instanceId) throws SQLException {
        session.update(
                "UPDATE backstory.follower SET leader = ?::uuid, instance_id = ?::uuid,"
                        + " leader_seen_at = clock_timestamp() WHERE name = ?",
                leader,
                instanceId,
                name);
    }

    static void renew(ReadSession session, String name, String leader) throws SQLException {
        session.update(
                "UPDATE backstory.follower SET leader_seen_at = clock_timestamp() WHERE name = ? AND leader = ?::uuid",
                name,
                leader);
    }

    static void leave(ReadSession session, String name, String leader) throws SQLException {
        session.update(
                "UPDATE backstory.follower SET leader = NULL, instance_id = NULL WHERE name = ? AND leader = ?::uuid",
                name,
                leader);
    }

    /** Whether it was still at that place, and the leader's. */
    static boolean move(ReadSession session, String name, String leader, Followed from, Followed to)
            throws SQLException {
        return session.update(
                        "UPDATE backstory.follower SET generation = ?, transaction_id = ?::xid8, position = ?,"
                                + " leader_seen_at = clock_timestamp(), failures = 0, error = NULL, failed_at = NULL"
                                + AT,
                        to.and(name, leader, from.generation(), from.transaction(), from.position()))
                == 1;
    }

    /** The class only: a message may tell what is personal, and would stay when its person is erased. */
    static void failed(ReadSession session, String name, String leader, Followed at, Throwable why)
            throws SQLException {
        session.update(
                "UPDATE backstory.follower SET failures = failures + 1, error = ?, failed_at = clock_timestamp(),"
                        + " leader_seen_at = clock_timestamp()" + AT,
                why.getClass().getName(),
                name,
                leader,
                at.generation(),
                at.transaction(),
                at.position());
    }

    /** Before the partition is dropped: each is told how many of its events it has not looked at, and never will. */
    static void miss(ReadSession session, String partition) throws SQLException {
        if (session.ask(
                "SELECT to_regclass(?) IS NOT NULL AND to_regclass('backstory.follower') IS NOT NULL", partition)) {
            session.update("UPDATE backstory.follower AS f SET missed = missed + more.events FROM (SELECT name,"
                    + " (SELECT count(*) FROM " + partition + " AS e WHERE (e.generation, e.transaction_id, e.position)"
                    + " > (w.generation, w.transaction_id, w.position)) AS events FROM backstory.follower AS w) AS more"
                    + " WHERE f.name = more.name AND more.events > 0");
        }
    }

    FollowerStatus status(ReadSession session) throws SQLException {
        Instant since = FollowedPage.visibleSince(session, place);
        boolean stalled = since != null
                && FollowedPage.read(session, place, EventFilter.ALL, 1)
                        .entries()
                        .isEmpty();
        return new FollowerStatus(
                name,
                since,
                stalled ? Horizon.holder(session) : null,
                failures,
                error,
                failedAt,
                missed,
                leaderIsAway ? null : instanceId);
    }
}
