package dev.backstory.it.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.FailureHandler.OnFailureRetryLater;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.backstory.Events;
import dev.backstory.it.harness.Case;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Both sides of db-scheduler's table: one JVM schedules, the other executes. */
final class DbSchedulerApp {

    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();
    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");
    private static final OneTimeTask<String> CHARGE = Tasks.oneTime("charge", String.class)
            .onFailure(new OnFailureRetryLater<>(Duration.ofMillis(100)))
            .execute((task, context) -> {
                SEEN.add(task.getData());
                if (context.getExecution().consecutiveFailures == 0) {
                    throw new IllegalStateException("declined");
                }
                Case.publish("charged");
            });
    private static final OneTimeTask<Void> NOTE =
            Tasks.oneTime("note").execute((task, context) -> Case.publish("noted " + task.getId()));

    private static @Nullable Scheduler running;

    private DbSchedulerApp() {}

    /** Schedules, in stories and outside of any, what another process will execute. */
    static void schedule(String schema) throws Exception {
        PGSimpleDataSource database = database(schema, "bigint");
        Scheduler client = scheduler(database, schema).build();
        Case.inStep("orders", () -> {
            Case.publish("ordered");
            client.scheduleIfNotExists(CHARGE.instance("1", "user's data"), Instant.now());
            client.scheduleIfNotExists(NOTE.instance("postponed"), LATER);
            client.scheduleIfNotExists(NOTE.instance("cancelled"), LATER);
            client.cancel(NOTE.instance("cancelled"));
            scheduleAll(client, NOTE.instance("batch 1"), NOTE.instance("batch 2"));
        });
        Case.inStep("orders", () -> {
            Case.publish("rolled back");
            inTransaction(database, schema, false, "refused");
        });
        Case.inStep("orders", () -> {
            Case.publish("committed");
            inTransaction(database, schema, true, "in transaction");
        });
        // The same instances again, at the same time.
        client.scheduleIfNotExists(NOTE.instance("cancelled"), LATER);
        client.scheduleIfNotExists(NOTE.instance("refused"), LATER);
        Case.inStep("support", () -> {
            Case.publish("moved");
            for (String each : List.of("postponed", "cancelled", "refused")) {
                call(client, "reschedule", NOTE.instance(each));
            }
        });
        client.scheduleIfNotExists(NOTE.instance("foreign"), Instant.now());
    }

    /** The same in a table whose versions have no room for a ticket. */
    static void schedule_in_narrow_table(String schema) throws Exception {
        PGSimpleDataSource database = database(schema, "int");
        Case.inStep("orders", () -> {
            Case.publish("ordered");
            inTransaction(database, schema, true, "narrow");
        });
    }

    /** In a transaction of the application's in which there is suddenly no room for the ids of what is scheduled. */
    static void schedule_while_ids_are_refused(String schema) throws Exception {
        PGSimpleDataSource database = database(schema, "bigint");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            Scheduler client = scheduler(sharing(connection), schema).build();
            Case.inStep("orders", () -> {
                Case.publish("ordered");
                client.scheduleIfNotExists(NOTE.instance("before"), Instant.now());
                // Nobody else sees it.
                statement.execute("ALTER TABLE backstory.waiting_job RENAME TO waiting_job_away");
                client.scheduleIfNotExists(NOTE.instance("refused"), Instant.now());
                scheduleAll(client, NOTE.instance("batch 1"), NOTE.instance("batch 2"));
                statement.execute("ALTER TABLE backstory.waiting_job_away RENAME TO waiting_job");
            });
            connection.commit();
        }
    }

    /** Executes what is there, and a recurring task. */
    static void execute_all(String schema) throws Exception {
        // As an application does that makes its publisher when it starts: a failure before the first event has a place
        // to go.
        Events.publisher();
        RecurringTask<Void> sweep =
                Tasks.recurring("sweep", FixedDelay.ofMillis(100)).execute((task, context) -> Case.publish("swept"));
        running = scheduler(JobsDatabase.open(), schema).startTasks(sweep).build();
        running.start();
    }

    /** How many ids of that story still wait. */
    static String waiting(String story) throws SQLException {
        try (Connection connection = JobsDatabase.open().getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT count(*) FROM backstory.waiting_job WHERE correlation_id = ?")) {
            query.setString(1, story);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** Ends it, and returns the data that the task saw. */
    static String stop() {
        if (running != null) {
            running.stop();
        }
        return String.join("; ", SEEN);
    }

    private static SchedulerBuilder scheduler(DataSource database, String schema) {
        return Scheduler.create(database, CHARGE, NOTE)
                .tableName(schema + ".scheduled_tasks")
                .pollingInterval(Duration.ofMillis(100))
                .threads(2);
    }

    private static void scheduleAll(Scheduler client, TaskInstance<?>... instances) throws Exception {
        if (!call(client, "scheduleBatch", List.of(instances))) {
            for (TaskInstance<?> each : instances) {
                client.scheduleIfNotExists(each, Instant.now());
            }
        }
    }

    /** For methods that not each version has, or has with another type of result. */
    private static boolean call(Scheduler client, String method, Object argument) throws Exception {
        for (Method each : SchedulerClient.class.getMethods()) {
            Class<?>[] types = each.getParameterTypes();
            if (each.getName().equals(method)
                    && types.length == 2
                    && types[0].isInstance(argument)
                    && types[1] == Instant.class) {
                each.invoke(client, argument, Instant.now());
                return true;
            }
        }
        return false;
    }

    private static void inTransaction(DataSource database, String schema, boolean commit, String instance)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            scheduler(sharing(connection), schema)
                    .build()
                    .scheduleIfNotExists(NOTE.instance(instance), commit ? Instant.now() : LATER);
            if (commit) {
                connection.commit();
            } else {
                connection.rollback();
            }
        }
    }

    /** As Spring's data sources do inside a transaction. */
    static DataSource sharing(Connection connection) {
        Object unclosed = Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, given) -> method.getName().equals("close") ? null : method.invoke(connection, given));
        return new PGSimpleDataSource() {

            private static final long serialVersionUID = 1L;

            @Override
            public Connection getConnection() {
                return (Connection) unclosed;
            }
        };
    }

    static PGSimpleDataSource database(String schema, String version) throws SQLException {
        PGSimpleDataSource database = JobsDatabase.with(schema);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + schema + ".scheduled_tasks (task_name text NOT NULL,"
                    + " task_instance text NOT NULL, task_data bytea, execution_time timestamptz NOT NULL,"
                    + " picked boolean NOT NULL, picked_by text, last_success timestamptz, last_failure timestamptz,"
                    + " consecutive_failures int, last_heartbeat timestamptz, version " + version + " NOT NULL,"
                    + " priority smallint, PRIMARY KEY (task_name, task_instance))");
        }
        return database;
    }
}
