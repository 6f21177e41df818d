package dev.backstory.it.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.FailureHandler.OnFailureRetryLater;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import dev.backstory.it.harness.Case;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Schedules, cancels, rolls back and executes the same few instances again and again, in stories and outside. A task's own data says in
 * which story it was scheduled, so that each execution can tell whether it is in the right one.
 */
final class DbSchedulerChurn {

    private static final AtomicInteger EXECUTED = new AtomicInteger();
    private static final Queue<String> WRONG = new ConcurrentLinkedQueue<>();
    private static final OneTimeTask<String> WORK = Tasks.oneTime("work", String.class)
            .onFailure(new OnFailureRetryLater<>(Duration.ofMillis(20)))
            .execute((task, context) -> {
                check(task.getData());
                if (EXECUTED.incrementAndGet() % 4 == 0) {
                    throw new IllegalStateException("as planned");
                }
            });

    private static @Nullable Scheduler running;

    private DbSchedulerChurn() {}

    /** Executes what is there, from now on. */
    static void execute(String schema) throws SQLException {
        Case.publish("began");
        running = scheduler(JobsDatabase.open(), schema);
        running.start();
    }

    /** Schedules in many ways; the seed says in which. */
    static void churn(String schema, String seed) throws Exception {
        DataSource database = DbSchedulerApp.database(schema, "bigint");
        execute(schema);
        Scheduler client = scheduler(database, schema);
        Random random = new Random(Long.parseLong(seed));
        for (int i = 0; i < 400; i++) {
            String instance = Integer.toString(random.nextInt(8));
            Instant due = Instant.now().plusMillis(random.nextInt(50));
            switch (random.nextInt(5)) {
                case 0 -> cancel(client, instance);
                case 1 -> client.scheduleIfNotExists(WORK.instance(instance, ""), due);
                case 2 ->
                    Case.inStep("orders", () -> inTransaction(database, schema, random.nextBoolean(), instance, due));
                default ->
                    Case.inStep("orders", () -> client.scheduleIfNotExists(WORK.instance(instance, story()), due));
            }
        }
    }

    /** How many tasks still wait. */
    static int left(String schema) throws SQLException {
        try (Connection connection = JobsDatabase.open().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + schema + ".scheduled_tasks")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Ends it; which executions were in another story than they should. */
    static String stop() {
        if (running != null) {
            running.stop();
        }
        return EXECUTED + " executed, wrong: " + WRONG;
    }

    private static void cancel(Scheduler client, String instance) {
        try {
            client.cancel(WORK.instance(instance));
        } catch (TaskInstanceException notThereOrRunning) {
            // Both happen.
        }
    }

    private static void inTransaction(DataSource database, String schema, boolean commit, String instance, Instant due)
            throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            scheduler(DbSchedulerApp.sharing(connection), schema)
                    .scheduleIfNotExists(WORK.instance(instance, story()), due);
            if (commit) {
                connection.commit();
            } else {
                connection.rollback();
            }
        }
    }

    private static Scheduler scheduler(DataSource database, String schema) {
        return Scheduler.create(database, WORK)
                .tableName(schema + ".scheduled_tasks")
                .pollingInterval(Duration.ofMillis(10))
                .threads(4)
                .build();
    }

    private static String story() {
        return String.valueOf(CausalContext.current().correlationId());
    }

    private static void check(String scheduledIn) {
        Step step = CausalContext.current().step();
        String found = step == null || step.externalCause() == null ? "" : step.correlationId();
        if (!found.equals(scheduledIn)) {
            WRONG.add("'" + scheduledIn + "' became '" + found + "'");
        }
    }
}
