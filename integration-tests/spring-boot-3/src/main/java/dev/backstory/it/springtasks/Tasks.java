package dev.backstory.it.springtasks;

import dev.backstory.EventPublisher;
import dev.backstory.Events;
import dev.backstory.context.Scope;
import dev.backstory.it.springmessages.Messaging;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.support.PeriodicTrigger;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** The application; the test's own class in the same JVM starts it. */
@SpringBootApplication
@EnableAsync
@EnableScheduling
@EnableTransactionManagement
public class Tasks {

    /** Set while the scheduled methods shall do something. */
    static volatile boolean ticking;

    private static final DataSource DATABASE = new DriverManagerDataSource(
            System.getProperty("backstory.url"),
            System.getProperty("backstory.user"),
            System.getProperty("backstory.password"));

    private static @Nullable ConfigurableApplicationContext running;

    /** Starts it. */
    public static void start() {
        Events.use(EventPublisher.builder().dataSource(DATABASE).build());
        running = SpringApplication.run(
                Tasks.class,
                "--spring.main.banner-mode=off",
                "--spring.main.web-application-type=none",
                "--spring.artemis.mode=native");
    }

    /** Lets the scheduled methods work, or no longer. */
    public static void tick(boolean on) {
        ticking = on;
    }

    /** Calls asynchronous methods. */
    public static void callAsync() throws Exception {
        bean(Asynchronous.class).nothing();
        bean(Asynchronous.class).future().get();
        bean(Asynchronous.class).failing();
    }

    /** Tells the listeners, in a transaction that is committed or rolled back. */
    public static void tell(boolean commit) {
        new TransactionTemplate(bean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            Objects.requireNonNull(running).publishEvent(new Told(commit ? "committed" : "rolled back"));
            if (!commit) {
                status.setRollbackOnly();
            }
        });
    }

    /** Ships a parcel in a transaction of the database, out of a context that has a parent. */
    public static void ship(boolean commit) {
        GenericApplicationContext child = new GenericApplicationContext();
        child.setParent(running);
        child.refresh();
        new TransactionTemplate(new DataSourceTransactionManager(DATABASE)).executeWithoutResult(status -> {
            try (Scope ignored = Events.with("testCase", System.getProperty("testCase", "none"))) {
                child.publishEvent(new Chosen.ParcelShipped(commit ? "4822" : "lost"));
            }
            if (!commit) {
                status.setRollbackOnly();
            }
        });
    }

    /** Tells listeners of what cannot be written. */
    public static void tellUnwritable() {
        Objects.requireNonNull(running).publishEvent(new Chosen.Unwritable("unread"));
    }

    /** Schedules a task with a trigger; what ends it. */
    public static Future<?> trigger() {
        return Objects.requireNonNull(bean(TaskScheduler.class)
                .schedule(() -> Messaging.publish("triggered"), new PeriodicTrigger(Duration.ofMillis(100))));
    }

    private static <T> T bean(Class<T> type) {
        return Objects.requireNonNull(running).getBean(type);
    }

    @Bean
    PlatformTransactionManager transactions() {
        return new Transactions();
    }

    /** What listeners are told. */
    record Told(String of) {}
}
