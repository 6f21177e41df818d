package dev.backstory.benchmarks.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** One row, one commit: what applications write by hand. */
final class SingleRows implements Contender {

    private final EventTable table;
    private final Lanes<PreparedStatement> lanes;

    SingleRows(DataSource database, EventTable table) {
        this.table = table;
        String sql = "INSERT INTO " + table.into() + " VALUES (?::uuid, ?, ?::text[], ?::jsonb, ?::jsonb, ?, ?,"
                + " ?::timestamptz, ?::uuid)";
        this.lanes = new Lanes<>(database, connection -> connection.prepareStatement(sql));
    }

    @Override
    public String title() {
        return "a row at a time" + table.suffix();
    }

    @Override
    public long publish(int publisher, BooleanSupplier more) throws SQLException {
        PreparedStatement insert = lanes.of(publisher);
        long events = 0;
        while (more.getAsBoolean()) {
            List<String> values = EventText.next().values();
            for (int i = 0; i < values.size(); i++) {
                insert.setString(i + 1, values.get(i));
            }
            insert.executeUpdate();
            events++;
        }
        return events;
    }

    @Override
    public void close() throws SQLException {
        lanes.close();
    }
}
