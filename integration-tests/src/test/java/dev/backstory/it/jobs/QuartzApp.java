package dev.backstory.it.jobs;

import dev.backstory.Events;
import dev.backstory.it.harness.Case;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.quartz.CronScheduleBuilder;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;

/** Both sides of a job store: one JVM schedules, the other runs. */
final class QuartzApp {

    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();
    private static @Nullable Scheduler running;

    private QuartzApp() {}

    /** Schedules, in a story, what another process will run; returns what the caller's own trigger holds afterwards. */
    static String schedule(String name) throws Exception {
        Scheduler scheduler = inDatabase(name);
        StringBuilder own = new StringBuilder();
        Case.inStep("orders", () -> {
            Case.publish("ordered");
            own.append(scheduleAll(scheduler));
        });
        scheduler.shutdown();
        return own.toString();
    }

    private static String scheduleAll(Scheduler scheduler) throws SchedulerException {
        Trigger once = TriggerBuilder.newTrigger().usingJobData("own", "1").build();
        scheduler.scheduleJob(
                JobBuilder.newJob(Charge.class)
                        .withIdentity("charge", "payments")
                        .build(),
                once);
        scheduler.scheduleJob(
                JobBuilder.newJob(Sweep.class).build(),
                TriggerBuilder.newTrigger()
                        .withSchedule(CronScheduleBuilder.cronSchedule("* * * * * ?"))
                        .build());
        return once.getJobDataMap().getWrappedMap().toString();
    }

    /** Runs what is due in the database from now on. */
    static void run_all(String name) throws Exception {
        // As an application does that makes its publisher when it starts: a failure before the first event has a place
        // to go.
        Events.publisher();
        Scheduler scheduler = inDatabase(name);
        running = scheduler;
        scheduler.start();
    }

    /** Ends it, and returns the data that the one-time job saw. */
    static String stop() throws SchedulerException {
        if (running != null) {
            running.shutdown(true);
        }
        return String.join(" ", SEEN);
    }

    /** In one JVM without a database, where a job that is stored already is also told to run. */
    static void in_memory() throws Exception {
        Properties settings = threads("memory");
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        Scheduler scheduler = new StdSchedulerFactory(settings).getScheduler();
        running = scheduler;
        scheduler.start();
        var job = JobBuilder.newJob(Note.class)
                .withIdentity("note")
                .usingJobData("event", "noted")
                .storeDurably()
                .build();
        scheduler.addJob(job, true);
        Case.inStep("notes", () -> {
            Case.publish("before");
            scheduler.triggerJob(job.getKey());
        });
    }

    private static Properties threads(String name) {
        Properties settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", name);
        settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        settings.setProperty("org.quartz.threadPool.threadCount", "2");
        return settings;
    }

    private static Scheduler inDatabase(String name) throws Exception {
        createTables();
        Properties settings = threads(name);
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        settings.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        settings.setProperty("org.quartz.jobStore.dataSource", "database");
        settings.setProperty("org.quartz.dataSource.database.connectionProvider.class", Database.class.getName());
        return new StdSchedulerFactory(settings).getScheduler();
    }

    private static void createTables() throws Exception {
        try (Connection connection = new Database().getConnection();
                Statement statement = connection.createStatement();
                InputStream script =
                        Scheduler.class.getResourceAsStream("/org/quartz/impl/jdbcjobstore/tables_postgres.sql")) {
            statement.execute("SELECT pg_advisory_lock(42)");
            var found = statement.executeQuery("SELECT to_regclass('qrtz_triggers')");
            if (found.next() && found.getString(1) == null && script != null) {
                statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    /** Where the events go, too. */
    public static final class Database implements ConnectionProvider {

        @Override
        public Connection getConnection() throws SQLException {
            return JobsDatabase.open().getConnection();
        }

        @Override
        public void shutdown() {}

        @Override
        public void initialize() {}
    }

    /** Fails at the first attempt, and is tried again at once. */
    public static final class Charge implements Job {

        @Override
        public void execute(JobExecutionContext context) throws JobExecutionException {
            if (context.getRefireCount() == 0) {
                throw new JobExecutionException(new IllegalStateException("declined"), true);
            }
            SEEN.add(context.getMergedJobDataMap().getWrappedMap().toString());
            Case.publish("charged");
        }
    }

    /** Runs again and again. */
    public static final class Sweep implements Job {

        @Override
        public void execute(JobExecutionContext context) {
            Case.publish("swept");
        }
    }

    /** Publishes what it is told to. */
    public static final class Note implements Job {

        @Override
        public void execute(JobExecutionContext context) {
            Case.publish(context.getMergedJobDataMap().getString("event"));
        }
    }
}
