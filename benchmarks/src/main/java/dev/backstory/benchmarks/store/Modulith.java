package dev.backstory.benchmarks.store;

import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring Modulith's publication registry: stored in a transaction, marked as completed after a listener had it. */
final class Modulith implements Contender {

    private final ConfigurableApplicationContext application;
    private final TransactionTemplate transaction;

    Modulith(DataSource pool) {
        this.application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .properties(Map.of(
                        "logging.config", "classpath:quiet.xml",
                        "spring.main.banner-mode", "off",
                        "spring.modulith.events.jdbc.schema-initialization.enabled", "true"))
                .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", pool))
                .run();
        this.transaction = application.getBean(TransactionTemplate.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Listener listener() {
            return new Listener();
        }
    }

    static class Listener {

        @TransactionalEventListener
        void on(OrderPlaced event) {
            // The registry is what is measured.
        }
    }

    @Override
    public String title() {
        return "Spring Modulith's registry";
    }

    @Override
    public long publish(int publisher, BooleanSupplier more) {
        long events = 0;
        while (more.getAsBoolean()) {
            transaction.executeWithoutResult(status -> application.publishEvent(OrderPlaced.next()));
            events++;
        }
        return events;
    }

    @Override
    public void close() {
        application.close();
    }
}
