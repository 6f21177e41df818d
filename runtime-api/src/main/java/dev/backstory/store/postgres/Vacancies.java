package dev.backstory.store.postgres;

import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which followers' names are free. All that wait for one in this process ask on one connection, however many they are; nobody waits for
 * another's answer, which may take its time.
 */
final class Vacancies {

    private final ReentrantLock asking = new ReentrantLock();
    private final KeptConnection connection;
    private volatile boolean closed;

    Vacancies(Connections connections) {
        this.connection = new KeptConnection(connections);
    }

    /** Whether no other process has it, as far as is known without taking it; no while somebody else asks. */
    boolean has(String name, String self) throws SQLException {
        if (closed || !asking.tryLock()) {
            return false;
        }
        boolean wanted = false;
        try {
            FollowerRow row = FollowerRow.watch(new ReadSession(connection.open()), name);
            boolean free = row == null || row.leaderIsAway() || self.equals(row.leader());
            wanted = !free;
            return free;
        } finally {
            if (!wanted) {
                // It may have been the last one that waits; another one opens it again.
                connection.close();
            }
            asking.unlock();
            if (closed) {
                close();
            }
        }
    }

    /** Whoever is asking now closes the connection afterwards. */
    void close() {
        closed = true;
        if (asking.tryLock()) {
            try {
                connection.close();
            } finally {
                asking.unlock();
            }
        }
    }
}
