package dev.backstory.benchmarks.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** The least that a group commit is: a queue, a thread, {@code unnest}. It promises nothing when something goes wrong. */
final class GroupCommit implements Contender {

    private static final int BATCH = 1_000;
    private static final String[] TYPES = {
        "uuid", "text", "text", "jsonb", "jsonb", "text", "text", "timestamptz", "uuid"
    };

    private record Waiting(List<String> values, CompletableFuture<Void> stored) {}

    private final EventTable table;
    private final InFlight inFlight;
    private final Connection connection;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "group-commit");

    GroupCommit(DataSource database, EventTable table, InFlight inFlight) throws SQLException {
        this.table = table;
        this.inFlight = inFlight;
        this.connection = database.getConnection();
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public String title() {
        return "bare group commit" + table.suffix() + inFlight.suffix();
    }

    @Override
    public long publish(int publisher, BooleanSupplier more) {
        return inFlight.publish(this::publish, more);
    }

    private CompletableFuture<Void> publish() {
        Waiting waiting = new Waiting(EventText.next().values(), new CompletableFuture<>());
        queue.add(waiting);
        return waiting.stored();
    }

    private void write() {
        List<String> parameters = new ArrayList<>();
        for (String each : TYPES) {
            parameters.add("?::" + each + "[]");
        }
        String sql = "INSERT INTO " + table.into() + " SELECT c1, c2, c3::text[], c4, c5, c6, c7, c8, c9 FROM unnest("
                + String.join(", ", parameters) + ") AS r (c1, c2, c3, c4, c5, c6, c7, c8, c9)";
        List<Waiting> batch = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                for (int column = 0; column < TYPES.length; column++) {
                    insert.setArray(column + 1, column(batch, column));
                }
                insert.executeUpdate();
                batch.forEach(each -> each.stored().complete(null));
                batch.clear();
            }
        } catch (SQLException e) {
            batch.forEach(each -> each.stored().completeExceptionally(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Array column(List<Waiting> batch, int column) throws SQLException {
        Object[] values = new Object[batch.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = batch.get(i).values().get(column);
        }
        return connection.createArrayOf("text", values);
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        writer.interrupt();
        writer.join();
        connection.close();
    }
}
