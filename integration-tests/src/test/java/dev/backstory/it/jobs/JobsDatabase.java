package dev.backstory.it.jobs;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;

/** Where jobs are stored, which is where the events go, too: each run of a test in a schema of its own. */
final class JobsDatabase {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private JobsDatabase() {}

    /** For the test: a name for its application. */
    static String newSchema() {
        return "jobs_" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
    }

    /** For the application: the database, with that schema in it. */
    static PGSimpleDataSource with(String schema) throws SQLException {
        PGSimpleDataSource database = open();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
        }
        return database;
    }

    static PGSimpleDataSource open() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(System.getProperty("backstory.url"));
        database.setUser(System.getProperty("backstory.user"));
        database.setPassword(System.getProperty("backstory.password"));
        return database;
    }
}
