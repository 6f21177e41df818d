package dev.backstory.it.springtasks;

import dev.backstory.context.ActorSource;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.it.springmessages.Messaging;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.partition.support.SimplePartitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JobRepositoryFactoryBean;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.core.step.tasklet.TaskletStep;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Jobs of Spring Batch. Some of its types have other packages in its version 6, and are not named here. */
@SuppressWarnings({"deprecation", "removal"})
final class Batches {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final DataSourceTransactionManager transactions;
    private final JobRepository repository;

    private Batches() throws Exception {
        DriverManagerDataSource database = new DriverManagerDataSource(
                System.getProperty("backstory.url"),
                System.getProperty("backstory.user"),
                System.getProperty("backstory.password"));
        String schema = "batch_" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
        }
        database.setSchema(schema);
        new ResourceDatabasePopulator(new ClassPathResource("org/springframework/batch/core/schema-postgresql.sql"))
                .execute(database);
        transactions = new DataSourceTransactionManager(database);
        JobRepositoryFactoryBean factory = new JobRepositoryFactoryBean();
        factory.setDataSource(database);
        factory.setTransactionManager(transactions);
        factory.afterPropertiesSet();
        repository = Objects.requireNonNull(factory.getObject());
    }

    /** Launches one in its caller's thread whose steps use several, and one in another thread. */
    static void launch() throws Exception {
        Batches batches = new Batches();
        ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
        pool.setCorePoolSize(2);
        pool.initialize();
        var partitioned = new StepBuilder("partitioned", batches.repository)
                .partitioner("worker", new SimplePartitioner())
                .step(batches.step("worker", publishing("partition"), new SyncTaskExecutor()))
                .gridSize(2)
                .taskExecutor(pool)
                .build();
        var settle = new JobBuilder("settle", batches.repository)
                .start(batches.step("threaded", publishing("threaded"), pool))
                .next(partitioned)
                .build();
        var deliver = batches.job("deliver", publishing("delivered"));
        inStory(() -> {
            batches.launch(settle, new SyncTaskExecutor());
            batches.launch(deliver, new SimpleAsyncTaskExecutor());
        });
        pool.shutdown();
    }

    /** Launches one that fails, and again, when it does not. */
    static void restart() throws Exception {
        Batches batches = new Batches();
        AtomicInteger attempts = new AtomicInteger();
        var charge = batches.job("charge", (contribution, context) -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("declined");
            }
            Messaging.publish("charged");
            return null;
        });
        inStory(() -> {
            batches.launch(charge, new SyncTaskExecutor());
            batches.launch(charge, new SyncTaskExecutor());
        });
    }

    /** Lets a timer launch one, which is set in a story. */
    static void schedule() throws Exception {
        Batches batches = new Batches();
        var sweep = batches.job("sweep", publishing("swept"));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        inStory(() -> {
            Future<?> unused = timer.scheduleAtFixedRate(
                    () -> {
                        batches.launch(sweep, new SyncTaskExecutor());
                        timer.shutdown();
                    },
                    0,
                    1,
                    TimeUnit.HOURS);
        });
    }

    private TaskletStep step(String name, Tasklet tasklet, TaskExecutor executor) {
        return new StepBuilder(name, repository)
                .tasklet(tasklet, transactions)
                .taskExecutor(executor)
                .build();
    }

    private Object job(String name, Tasklet tasklet) {
        return new JobBuilder(name, repository)
                .start(step(name, tasklet, new SyncTaskExecutor()))
                .build();
    }

    private void launch(Object job, TaskExecutor executor) {
        TaskExecutorJobLauncher launcher = new TaskExecutorJobLauncher();
        launcher.setJobRepository(repository);
        launcher.setTaskExecutor(executor);
        try {
            launcher.afterPropertiesSet();
            for (Method each : TaskExecutorJobLauncher.class.getMethods()) {
                if (each.getName().equals("run")) {
                    Class<?> parameters = each.getParameterTypes()[1];
                    each.invoke(launcher, job, parameters.getConstructor().newInstance());
                    return;
                }
            }
            throw new NoSuchMethodException("run");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Tasklet publishing(String label) {
        return (contribution, context) -> {
            Messaging.publish(label);
            return null;
        };
    }

    /** Of a request in which Anna is logged in. */
    private static void inStory(Runnable body) {
        Step step = Step.of(Step.REQUEST, "orders").from(CausalContext.NONE).start();
        ActorSource anna = new ActorSource() {
            @Override
            protected String actor() {
                return "anna";
            }
        };
        try (Scope ignored = step.context().activate(anna)) {
            Messaging.publish("ordered");
            body.run();
        } finally {
            step.end();
        }
    }
}
