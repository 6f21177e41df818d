package dev.backstory.benchmarks.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** COPY of a thousand events a transaction: the limit of what PostgreSQL takes. */
final class CopiedBatches implements Contender {

    private static final int BATCH = 1_000;

    private final EventTable table;
    private final String sql;
    private final Lanes<PGConnection> lanes;

    CopiedBatches(DataSource database, EventTable table) {
        this.table = table;
        this.sql = "COPY " + table.into() + " FROM STDIN";
        this.lanes = new Lanes<>(database, connection -> connection.unwrap(PGConnection.class));
    }

    @Override
    public String title() {
        return "COPY of 1,000" + table.suffix();
    }

    @Override
    public long publish(int publisher, BooleanSupplier more) throws SQLException, IOException {
        PGConnection connection = lanes.of(publisher);
        long events = 0;
        while (more.getAsBoolean()) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < BATCH; i++) {
                // No value has a character that COPY's text format would want escaped.
                lines.append(String.join("\t", EventText.next().values())).append('\n');
            }
            byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
            var in = connection.getCopyAPI().copyIn(sql);
            in.writeToCopy(bytes, 0, bytes.length);
            events += in.endCopy();
        }
        return events;
    }

    @Override
    public void close() throws SQLException {
        lanes.close();
    }
}
