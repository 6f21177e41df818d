package dev.backstory.it.jobs;

import dev.backstory.Events;
import dev.backstory.it.harness.Case;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.jobs.context.JobContext;
import org.jobrunr.jobs.filters.RetryFilter;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.gson.GsonJsonMapper;
import org.jspecify.annotations.Nullable;

/** Both sides of JobRunr's tables: one JVM enqueues, the other runs. */
public final class JobRunrApp {

    private static final JsonMapper JSON = new GsonJsonMapper();
    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger ATTEMPTS = new AtomicInteger();
    private static @Nullable BackgroundJobServer running;

    private JobRunrApp() {}

    /** Enqueues, in a story and outside of any, what another process will run; returns what its own job then holds. */
    static String enqueue(String schema) throws Exception {
        StorageProvider storage = storage(schema);
        JobScheduler scheduler = new JobScheduler(storage);
        StringBuilder own = new StringBuilder();
        Case.inStep("orders", () -> {
            Case.publish("ordered");
            var id = scheduler.enqueue(() -> charge(JobContext.Null)).asUUID();
            scheduler.scheduleRecurrently("sweeps", "0 0 1 1 *", () -> sweep(JobContext.Null));
            scheduler.scheduleRecurrently("tidies", "0 0 1 1 *", JobRunrApp::tidy);
            own.append(storage.getJobById(id).getMetadata());
        });
        scheduler.scheduleRecurrently("tidies", "0 0 1 1 *", JobRunrApp::tidy);
        scheduler.enqueue(JobRunrApp::stray);
        return own.toString();
    }

    /** Runs what is there, a recurring job too, as the dashboard does when somebody triggers it. */
    static void run_all(String schema) throws Exception {
        // As an application does that makes its publisher when it starts: a failure before the first event has a place
        // to go.
        Events.publisher();
        StorageProvider storage = storage(schema);
        for (RecurringJob each : storage.getRecurringJobs()) {
            storage.save(each.toEnqueuedJob());
            storage.save(each.toEnqueuedJob());
        }
        var settings = BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                .andPollIntervalInSeconds(5)
                .andServerTimeoutPollIntervalMultiplicand(20)
                .andWorkerCount(1);
        BackgroundJobServer server = new BackgroundJobServer(storage, JSON, null, settings);
        server.setJobFilters(List.of(new RetryFilter(3, 1)));
        running = server;
        server.start();
    }

    /** Ends it, and returns the metadata that the jobs saw. */
    static String stop() {
        if (running != null) {
            running.stop();
        }
        return String.join(" ", SEEN);
    }

    /** Fails at the first attempt, before it publishes. */
    public static void charge(JobContext context) {
        SEEN.add(new TreeMap<>(context.getMetadata()).toString());
        if (ATTEMPTS.incrementAndGet() == 1) {
            throw new IllegalStateException("declined");
        }
        Case.publish("charged");
    }

    /** Runs again and again, as a story has scheduled it. */
    public static void sweep(JobContext context) {
        SEEN.add(new TreeMap<>(context.getMetadata()).toString());
        Case.publish("swept");
    }

    /** Runs again and again, as was scheduled outside of any story in the place of what a story had scheduled. */
    public static void tidy() {
        Case.publish("tidied");
    }

    /** Belongs to no story. */
    public static void stray() {
        Case.publish("strayed");
    }

    private static StorageProvider storage(String schema) throws SQLException {
        StorageProvider storage = new PostgresStorageProvider(JobsDatabase.with(schema), schema + ".");
        storage.setJobMapper(new JobMapper(JSON));
        return storage;
    }
}
