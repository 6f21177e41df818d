package dev.backstory.store.postgres;

import dev.backstory.store.EventFilter;
import dev.backstory.store.FollowerStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The row of a follower. Whoever moves its place says from where: a process that was given up for dead, and was not, moves nothing. Whoever
 * handles an event holds an advisory lock of the name until its transaction ends. The lock is no row lock, which would make each handler hold up all
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

    private static final String COLUMNS =
            "SELECT name, " + Followed.PLACE + ", leader, instance_id, failures, error, failed_at, missed, ";
    private static final String AWAY =
            "(leader IS NULL OR leader_seen_at < clock_timestamp() - interval '" + LEASE + " seconds')";

    /** For those who hold the lock. */
    private static final String SELECT = COLUMNS + AWAY + " AS away FROM backstory.follower";

    /** For those who do not: whoever does is there, however long its handler says nothing. */
    static final String WATCH =
            COLUMNS + AWAY + " AND NOT EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE l.locktype ="
                    + " 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = (SELECT oid FROM pg_catalog.pg_database"
                    + " WHERE datname = current_database()) AND (l.classid::bigint << 32) | l.objid::bigint"
                    + " = hashtextextended('backstory.follower ' || name, 0)) AS away FROM backstory.follower";

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

    /** With the lock. */
    static @Nullable FollowerRow read(ReadSession session, String name) throws SQLException {
        return read(session, SELECT, name);
    }

    /** Without it. */
    static @Nullable FollowerRow watch(ReadSession session, String name) throws SQLException {
        return read(session, WATCH, name);
    }

    /** What is said of a name that has no row yet. */
    static FollowerRow unknown(String name, Followed place) {
        return new FollowerRow(name, place, null, true, null, 0, null, null, 0);
    }

    private static @Nullable FollowerRow read(ReadSession session, String select, String name) throws SQLException {
        List<FollowerRow> found = new ArrayList<>();
        session.query(select + " WHERE name = ?", row -> found.add(of(row)), name);
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

    /**
     * The class only: a message may tell what is personal, and would stay when its person is erased. The place goes on to just before the
     * event in hand, so that everybody sees which it is.
     */
    static void failed(ReadSession session, String name, String leader, Followed at, Followed inHand, Throwable why)
            throws SQLException {
        Followed before = inHand.before();
        session.update(
                "UPDATE backstory.follower SET generation = ?, transaction_id = ?::xid8, position = ?, failures = failures + 1, error = ?, failed_at = clock_timestamp(),"
                        + " leader_seen_at = clock_timestamp()" + AT,
                before.and(why.getClass().getName(), name, leader, at.generation(), at.transaction(), at.position()));
    }

    /** The event that could not be handled; null when all goes well, or when it is no more. */
    @Nullable
    String inHand(ReadSession session) throws SQLException {
        List<String> found = new ArrayList<>();
        if (failures > 0) {
            session.query(
                    "SELECT event_id::text AS id FROM backstory.event WHERE " + Followed.AT,
                    row -> found.add(Rows.text(row, "id")),
                    place.after().and());
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** How many events of the partition each has not looked at, where there are some. */
    static Map<String, Long> unseen(ReadSession session, String partition) throws SQLException {
        Map<String, Long> unseen = new HashMap<>();
        if (session.ask(
                "SELECT to_regclass(?) IS NOT NULL AND to_regclass('backstory.follower') IS NOT NULL", partition)) {
            session.query(
                    "SELECT name, events FROM (SELECT name, (SELECT count(*) FROM " + partition + " AS e"
                            + " WHERE (e.generation, e.transaction_id, e.position)"
                            + " > (w.generation, w.transaction_id, w.position)) AS events"
                            + " FROM backstory.follower AS w) AS each WHERE events > 0",
                    row -> unseen.put(Rows.text(row, "name"), row.getLong("events")));
        }
        return unseen;
    }

    /**
     * Each is told how many it never will look at. After the partition is dropped: a handler's transaction that has moved its place waits
     * for no table any more, but one that has yet to move it may have the partition in use.
     */
    static void miss(ReadSession session, Map<String, Long> unseen) throws SQLException {
        for (Map.Entry<String, Long> each : unseen.entrySet()) {
            session.update(
                    "UPDATE backstory.follower SET missed = missed + ? WHERE name = ?", each.getValue(), each.getKey());
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
                inHand(session),
                failures,
                error,
                failedAt,
                missed,
                leaderIsAway ? null : instanceId);
    }
}
