package dev.backstory.sample;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** The shop's pools: plain ones of the JDK. They stop before the publisher that their tasks publish to. */
@Configuration
class ShopThreads {

    private static final Logger log = LoggerFactory.getLogger(ShopThreads.class);

    @Bean(destroyMethod = "shutdown")
    @DependsOn("publisher")
    ExecutorService payments(ShopSettings settings) {
        return Executors.newFixedThreadPool(settings.cashiers(), named("payments"));
    }

    @Bean(destroyMethod = "shutdown")
    @DependsOn("publisher")
    ExecutorService mail() {
        return Executors.newFixedThreadPool(4, named("mail"));
    }

    @Bean(destroyMethod = "shutdownNow")
    @DependsOn("publisher")
    ScheduledExecutorService clock(Warehouse warehouse, ShopSettings settings) {
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(1, named("clock"));
        long every = settings.stockCheckEvery().toMillis();
        var unused = clock.scheduleWithFixedDelay(() -> checkStock(warehouse), every, every, TimeUnit.MILLISECONDS);
        return clock;
    }

    /** A periodic task that throws is never run again, so it must not. */
    private static void checkStock(Warehouse warehouse) {
        try {
            warehouse.check();
        } catch (RuntimeException e) {
            log.warn("The stock could not be checked", e);
        }
    }

    private static ThreadFactory named(String pool) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, pool + "-" + number.incrementAndGet());
            thread.setUncaughtExceptionHandler((failed, reason) -> log.warn("{}", reason.toString()));
            return thread;
        };
    }
}
