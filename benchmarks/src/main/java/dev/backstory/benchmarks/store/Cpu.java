package dev.backstory.benchmarks.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** CPU time of this process and of the server's. Unlike events a second it hardly depends on who else uses the machine. */
record Cpu(double ours, double servers) {

    /** The server's first process, which the others are children of. */
    static ProcessHandle server(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return ProcessHandle.of(row.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();
        }
    }

    static Cpu soFar(ProcessHandle server) {
        return new Cpu(
                micros(Stream.of(ProcessHandle.current())),
                micros(Stream.concat(Stream.of(server), server.children())));
    }

    Cpu since(Cpu before, long events) {
        return new Cpu((ours - before.ours) / events, (servers - before.servers) / events);
    }

    private static double micros(Stream<ProcessHandle> processes) {
        return processes
                        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                        .mapToLong(Duration::toNanos)
                        .sum()
                / 1e3;
    }
}
