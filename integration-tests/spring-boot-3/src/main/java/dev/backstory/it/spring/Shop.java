package dev.backstory.it.spring;

import dev.backstory.Event;
import dev.backstory.Events;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application; the test's own class in the same JVM starts it. */
@SpringBootApplication
public class Shop {

    private static ConfigurableApplicationContext running =
            SpringApplication.run(Shop.class, "--server.port=0", "--spring.main.banner-mode=off");

    /** The port that it listens at. */
    public static int port() {
        return Integer.parseInt(running.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** A bearer token for that user. */
    public static String token(String user) {
        return running.getBean(Access.class).token(user);
    }

    /** Publishes an event that the test finds by the label, and by the mark that it gave its case. */
    static void publish(String label) {
        Events.publish(Event.of(label)
                .metadata("testCase", System.getProperty("testCase", "none"))
                .build());
    }
}
