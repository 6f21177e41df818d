package dev.backstory.it.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.FailureHandler.OnFailureRetryLater;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.backstory.Events;
import dev.backstory.it.harness.Case;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Schedules and runs tasks that are stored in a database. */
final class DbSchedulerApp {

    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();
    private static @Nullable Scheduler running;

    private DbSchedulerApp() {}

    /** Starts a scheduler with a recurring task, and schedules another one in a story. */
    static void schedule(String schema) throws Exception {
        // As an application does that makes its publisher when it starts: a failure before the first event has a place
        // to go.
        Events.publisher();
        OneTimeTask<String> charge = Tasks.oneTime("charge", String.class)
                .onFailure(new OnFailureRetryLater<>(Duration.ofMillis(100)))
                .execute((task, context) -> {
                    SEEN.add(task.getData());
                    if (context.getExecution().consecutiveFailures == 0) {
                        Case.publish("tried");
                        throw new IllegalStateException("declined");
                    }
                    Case.publish("charged");
                });
        RecurringTask<Void> sweep =
                Tasks.recurring("sweep", FixedDelay.ofMillis(100)).execute((task, context) -> Case.publish("swept"));
        Scheduler scheduler = Scheduler.create(database(schema), charge)
                .startTasks(sweep)
                .tableName(schema + ".scheduled_tasks")
                .pollingInterval(Duration.ofMillis(100))
                .threads(2)
                .build();
        running = scheduler;
        scheduler.start();
        Case.inStep("orders", () -> {
            Case.publish("ordered");
            scheduler.scheduleIfNotExists(charge.instance("1", "user's data"), Instant.now());
        });
    }

    /** Ends it, and returns the data that the task saw. */
    static String stop() {
        if (running != null) {
            running.stop();
        }
        return String.join("; ", SEEN);
    }

    private static PGSimpleDataSource database(String schema) throws SQLException {
        PGSimpleDataSource database = JobsDatabase.with(schema);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + schema + ".scheduled_tasks (task_name text NOT NULL,"
                    + " task_instance text NOT NULL, task_data bytea, execution_time timestamptz NOT NULL,"
                    + " picked boolean NOT NULL, picked_by text, last_success timestamptz, last_failure timestamptz,"
                    + " consecutive_failures int, last_heartbeat timestamptz, version bigint NOT NULL,"
                    + " priority smallint, PRIMARY KEY (task_name, task_instance))");
        }
        return database;
    }
}
