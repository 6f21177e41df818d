package dev.backstory.store.postgres;

import dev.backstory.StoreUnavailableException;
import dev.backstory.context.UuidV7;
import dev.backstory.store.EventFilter;
import dev.backstory.store.FollowerStatus;
import dev.backstory.store.FollowerTurns;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Follows a database under a name. Each event is delivered in a transaction of its own, which moves the place too. Has a connection only
 * while it has the name; reads ahead a page at a time.
 */
final class PostgresFollower implements FollowerTurns {

    private static final int PAGE = 50;
    private static final long RENEW_NANOS = Duration.ofSeconds(2).toNanos();
    private static final Duration READY = Duration.ofSeconds(2);
    /** A handler may take its time; a server that is gone without a word shall not hold it for ever. */
    private static final int HANDLING_MILLIS = (int) Duration.ofMinutes(10).toMillis();

    private final Connections connections;
    private final Vacancies vacancies;
    private final SummaryThread.Readiness readiness;
    private final String name;
    private final EventFilter filter;
    private final boolean fromNow;
    private final String instanceId;
    private final String self = UuidV7.nextText();
    private final Deque<FollowedPage.Entry> ahead = new ArrayDeque<>();

    private final KeptConnection connection;
    private @Nullable Followed place;
    private boolean waits;
    private @Nullable Instant heldUpSince;
    private long renewAt;
    private long missed;

    PostgresFollower(
            Connections connections,
            Vacancies vacancies,
            SummaryThread.Readiness readiness,
            String name,
            EventFilter filter,
            boolean fromNow,
            String instanceId) {
        this.connections = connections;
        this.connection = new KeptConnection(connections, KeptConnection.FOR_WORK);
        this.vacancies = vacancies;
        this.readiness = readiness;
        this.name = name;
        this.filter = filter;
        this.fromNow = fromNow;
        this.instanceId = instanceId;
    }

    @Override
    public void begin() throws SQLException {
        if (fromNow && readiness.await(READY)) {
            ReadSession session = new ReadSession(connection.open());
            FollowerRow.insert(session, name, Followed.end(session));
        }
    }

    @Override
    public boolean isTransactional() {
        return true;
    }

    @Override
    public Turn take(Delivery delivery) throws Exception {
        if (!readiness.await(READY)) {
            throw new StoreUnavailableException("The event store at " + connections.where() + " does not answer", null);
        }
        try {
            if (waits && !vacancies.has(name, self)) {
                return Turn.NOT_OURS;
            }
            Connection open = connection.open();
            ReadSession session = new ReadSession(open);
            Followed at = place;
            boolean anew = at == null || (ahead.isEmpty() && System.nanoTime() - renewAt >= 0);
            if (anew) {
                at = claim(open, session);
            }
            waits = at == null;
            if (at == null) {
                disconnect();
                return Turn.NOT_OURS;
            }
            if (ahead.isEmpty()) {
                return look(session, at, anew);
            }
            return deliver(open, session, at, ahead.element(), delivery);
        } catch (SQLException e) {
            disconnect();
            throw new StoreUnavailableException(
                    "The event store at " + connections.where() + " did not answer: " + e.getMessage(), e);
        }
    }

    /** Takes or keeps the name, and learns its place anew: somebody may have set it back. */
    private @Nullable Followed claim(Connection open, ReadSession session) throws SQLException {
        place = null;
        ahead.clear();
        open.setAutoCommit(false);
        try {
            if (!FollowerRow.tryLock(session, name)) {
                return null;
            }
            FollowerRow row = FollowerRow.read(session, name);
            if (row == null) {
                FollowerRow.insert(session, name, fromNow ? Followed.end(session) : Followed.START);
                row = Objects.requireNonNull(FollowerRow.read(session, name));
            }
            if (!self.equals(row.leader()) && !row.leaderIsAway()) {
                return null;
            }
            FollowerRow.lead(session, name, self, instanceId);
            open.commit();
            sayWhatIsMissed(row.missed());
            renewAt = System.nanoTime() + RENEW_NANOS;
            place = row.place();
            return place;
        } finally {
            open.rollback();
            open.setAutoCommit(true);
        }
    }

    private void sayWhatIsMissed(long now) {
        if (now > missed) {
            PostgresEventStore.LOG.warn(
                    "The follower {} has missed {} events: retention dropped them before it had looked at them",
                    name,
                    now);
            missed = now;
        }
    }

    /** Anew: after a while, in which what waits may have changed. */
    private Turn look(ReadSession session, Followed at, boolean anew) throws SQLException {
        FollowedPage page = FollowedPage.read(session, at, filter, PAGE);
        ahead.addAll(page.entries());
        if (ahead.isEmpty() && !page.end().equals(at)) {
            place = FollowerRow.move(session, name, self, at, page.end()) ? page.end() : null;
        }
        if (page.more() || !ahead.isEmpty()) {
            heldUpSince = null;
            return Turn.LOOKED;
        }
        if (anew) {
            heldUpSince = FollowedPage.visibleSince(session, page.end());
        }
        return Turn.NOTHING;
    }

    private Turn deliver(Connection open, ReadSession session, Followed at, FollowedPage.Entry next, Delivery delivery)
            throws Exception {
        int patience = open.getNetworkTimeout();
        open.setAutoCommit(false);
        try {
            if (!FollowerRow.tryLock(session, name, self, at)) {
                place = null;
                return Turn.LOOKED;
            }
            open.setNetworkTimeout(Runnable::run, HANDLING_MILLIS);
            try (HandlersConnection handlers = new HandlersConnection(open)) {
                delivery.deliver(next.event(), handlers.given(), () -> {
                    handlers.close();
                    settle(open, session, at, next.place());
                });
                return Turn.HANDLED;
            } catch (Exception | Error e) {
                noteFailure(open, at, next.place(), e);
                throw e;
            }
        } finally {
            if (connection.ifOpen() == open) {
                if (!open.getAutoCommit()) {
                    open.rollback();
                    open.setAutoCommit(true);
                }
                open.setNetworkTimeout(Runnable::run, patience);
            }
        }
    }

    private void settle(Connection open, ReadSession session, Followed at, Followed to) throws SQLException {
        // Until it is known whether that is committed, nobody knows the place.
        place = null;
        if (!FollowerRow.move(session, name, self, at, to)) {
            throw new IllegalStateException("Somebody has moved the place of the follower " + name + " meanwhile");
        }
        open.commit();
        place = to;
        ahead.remove();
    }

    private void noteFailure(Connection open, Followed at, Followed inHand, Throwable why) {
        place = null;
        ahead.clear();
        try {
            if (!hasRolledBack(open)) {
                disconnect();
            }
            Connection now = connection.open();
            now.setAutoCommit(true);
            FollowerRow.failed(new ReadSession(now), name, self, at, inHand, why);
        } catch (SQLException e) {
            why.addSuppressed(e);
            disconnect();
        }
    }

    /** Not when the server has ended it, as it may what waits in a transaction for long: then the failure is noted on a further one. */
    private static boolean hasRolledBack(Connection open) {
        try {
            open.rollback();
            return true;
        } catch (SQLException e) {
            PostgresEventStore.LOG.debug("the connection of a follower broke", e);
            return false;
        }
    }

    @Override
    public @Nullable Instant heldUpSince() {
        return heldUpSince;
    }

    @Override
    public void hold() throws SQLException {
        try {
            FollowerRow.renew(new ReadSession(connection.open()), name, self);
        } catch (SQLException e) {
            disconnect();
            throw e;
        }
    }

    @Override
    public FollowerStatus status() {
        return ReadSession.read(connections, session -> {
            FollowerRow row = FollowerRow.watch(session, name);
            if (row == null) {
                row = FollowerRow.unknown(name, fromNow ? Followed.end(session) : Followed.START);
            }
            return row.status(session);
        });
    }

    @Override
    public void close() {
        Connection open = connection.ifOpen();
        if (open != null) {
            try {
                FollowerRow.leave(new ReadSession(open), name, self);
            } catch (SQLException e) {
                PostgresEventStore.LOG.debug("the name of a follower is left to its lease", e);
            }
        }
        disconnect();
    }

    private void disconnect() {
        place = null;
        ahead.clear();
        connection.close();
    }
}
