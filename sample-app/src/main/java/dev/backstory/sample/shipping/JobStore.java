package dev.backstory.sample.shipping;

import dev.backstory.sample.ShopDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.quartz.JobBuilder;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Jobs that are kept in the service's database until they are done, so that a restart forgets none. */
final class JobStore implements AutoCloseable {

    private static final String SOURCE = "shipping";

    private final Scheduler scheduler;

    private JobStore(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    static JobStore open(ShopDatabase database) throws SchedulerException, SQLException, IOException {
        try (Connection connection = database.connect()) {
            makeTables(connection);
        }
        DBConnectionManager.getInstance().addConnectionProvider(SOURCE, new Provider(database));
        Properties settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", SOURCE);
        settings.setProperty("org.quartz.threadPool.threadCount", "4");
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        settings.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        settings.setProperty("org.quartz.jobStore.dataSource", SOURCE);
        Scheduler scheduler = new StdSchedulerFactory(settings).getScheduler();
        scheduler.start();
        return new JobStore(scheduler);
    }

    private static void makeTables(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                InputStream script =
                        Scheduler.class.getResourceAsStream("/org/quartz/impl/jdbcjobstore/tables_postgres.sql")) {
            try (ResultSet found = statement.executeQuery("SELECT to_regclass('qrtz_triggers') IS NULL")) {
                if (!found.next() || !found.getBoolean(1)) {
                    return;
                }
            }
            if (script == null) {
                throw new IOException("Quartz has no tables for PostgreSQL with it");
            }
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Keeps the job of handing over that parcel; it runs as soon as a thread is free. */
    void handOver(String order, String deliverTo) throws SchedulerException {
        scheduler.scheduleJob(
                JobBuilder.newJob(HandOver.class)
                        .usingJobData(HandOver.ORDER, order)
                        .usingJobData(HandOver.DELIVER_TO, deliverTo)
                        .build(),
                TriggerBuilder.newTrigger().startNow().build());
    }

    @Override
    public void close() throws SchedulerException {
        boolean waiting = true;
        scheduler.shutdown(waiting);
    }

    private record Provider(ShopDatabase database) implements ConnectionProvider {

        @Override
        public Connection getConnection() throws SQLException {
            return database.connect();
        }

        @Override
        public void shutdown() {}

        @Override
        public void initialize() {}
    }
}
