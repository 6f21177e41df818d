package dev.backstory.store.postgres;

import dev.backstory.store.EventPage;
import dev.backstory.store.FollowerStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The followers of a database, for operators. */
public final class Followers {

    private final Connections connections;

    /** Of the database at that JDBC URL; user and password null: as the URL says. */
    public Followers(String url, @Nullable String user, @Nullable String password) {
        this.connections = Connections.to(url, user, password, Duration.ofMinutes(5));
    }

    /** Of the database that the source leads to; to change them its user needs the rights of a writer. */
    public Followers(DataSource source) {
        this.connections = Connections.from(source, Duration.ofMinutes(5));
    }

    /** How each is, by name. */
    public List<FollowerStatus> all() {
        return connections.with(connection -> {
            ReadSession session = new ReadSession(connection);
            List<FollowerRow> rows = new ArrayList<>();
            session.query(FollowerRow.WATCH + " ORDER BY name", row -> rows.add(FollowerRow.of(row)));
            List<FollowerStatus> all = new ArrayList<>();
            for (FollowerRow each : rows) {
                all.add(each.status(session));
            }
            return all;
        });
    }

    /**
     * Sets a follower back, or on: its process goes on from there. Waits for the event that is being handled.
     *
     * @param place {@link EventPage#START}, or a place of {@link dev.backstory.store.StoryReader}
     * @return whether there is a follower of that name
     */
    public boolean reset(String name, String place) {
        Followed to = Followed.parse(place);
        return change(session -> {
            FollowerRow.lock(session, name);
            return set(session, name, to, ", missed = 0");
        });
    }

    /**
     * Sets a follower on, past the event that its handler does not take: it is not handled, then or later. Waits for an attempt that is
     * being made.
     *
     * @return the id of that event; null when there is no follower of that name
     * @throws IllegalStateException when no event has failed
     */
    public @Nullable String skip(String name) {
        List<String> skipped = change(session -> {
            FollowerRow.lock(session, name);
            FollowerRow row = FollowerRow.read(session, name);
            if (row == null) {
                return List.of();
            }
            String event = row.inHand(session);
            if (event == null) {
                throw new IllegalStateException("The follower " + name + " has no event in hand that has failed.");
            }
            set(session, name, row.place().after(), "");
            return List.of(event);
        });
        return skipped.isEmpty() ? null : skipped.get(0);
    }

    private static boolean set(ReadSession session, String name, Followed to, String more) throws SQLException {
        return session.update(
                        "UPDATE backstory.follower SET generation = ?, transaction_id = ?::xid8, position = ?,"
                                + " failures = 0, error = NULL, failed_at = NULL" + more + " WHERE name = ?",
                        to.and(name))
                == 1;
    }

    /**
     * Forgets a follower that is no more; one of that name would begin anew. Answers whether there was one.
     *
     * @throws IllegalStateException when a process has it: that one would begin anew, and handle everything again
     */
    public boolean remove(String name) {
        return change(session -> {
            boolean free = FollowerRow.tryLock(session, name);
            FollowerRow row = free ? FollowerRow.read(session, name) : FollowerRow.watch(session, name);
            if (row != null && !(free && row.leaderIsAway())) {
                throw new IllegalStateException("The follower " + name + " is in process " + row.instanceId()
                        + ", where it would begin anew: end that first.");
            }
            return session.update("DELETE FROM backstory.follower WHERE name = ?", name) == 1;
        });
    }

    private <T> T change(ReadSession.Question<T> change) {
        return connections.with(connection -> changed(connection, change));
    }

    private static <T> T changed(Connection connection, ReadSession.Question<T> change) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T answer = change.ask(new ReadSession(connection));
            connection.commit();
            return answer;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
