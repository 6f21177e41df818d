package dev.backstory.it.springmessages;

import dev.backstory.Event;
import dev.backstory.Events;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** The application; the test's own class in the same JVM starts it. */
@SpringBootApplication
public class Messaging {

    /** Comes first in what a listener shall fail with. */
    static final String POISON = "poison";

    private static @Nullable ConfigurableApplicationContext running;

    /** Starts the listeners at those brokers, for destinations whose names end with that. */
    public static void start(String kafka, String rabbit, String jms, String ending) {
        // As an application does that makes its publisher when it starts: a failure before the first event has a place
        // to go.
        Events.publisher();
        running = SpringApplication.run(
                Messaging.class,
                "--spring.main.banner-mode=off",
                "--spring.main.web-application-type=none",
                "--spring.kafka.bootstrap-servers=" + kafka,
                "--spring.kafka.consumer.auto-offset-reset=earliest",
                "--spring.kafka.consumer.group-id=listeners",
                "--ending=" + ending,
                "--spring.rabbitmq.addresses=" + rabbit,
                "--spring.artemis.mode=native",
                "--spring.artemis.broker-url=" + jms);
    }

    /** Sends a text with Spring's template for that broker. */
    @SuppressWarnings("unchecked")
    public static void send(String broker, String destination, String text) throws Exception {
        switch (broker) {
            case "kafka" -> bean(KafkaTemplate.class).send(destination, text).get();
            case "rabbit" -> bean(RabbitTemplate.class).convertAndSend("", destination, text);
            case "jms" -> bean(JmsTemplate.class).convertAndSend(destination, text);
            default -> throw new IllegalArgumentException(broker);
        }
    }

    /** Starts the listener for batches, with which the others do not start. */
    public static void startBatches() {
        Objects.requireNonNull(bean(KafkaListenerEndpointRegistry.class).getListenerContainer("batches"))
                .start();
    }

    private static <T> T bean(Class<T> type) {
        return Objects.requireNonNull(running).getBean(type);
    }

    /** Publishes an event that the test finds by the label, and by the mark that it gave its case. */
    public static void publish(String label) {
        Events.publish(Event.of(label)
                .metadata("testCase", System.getProperty("testCase", "none"))
                .build());
    }

    @Bean
    NewTopic records(@Value("${ending}") String ending) {
        return new NewTopic("records-" + ending, 1, (short) 1);
    }

    @Bean
    NewTopic dead(@Value("${ending}") String ending) {
        return new NewTopic("records-" + ending + "-dlt", 1, (short) 1);
    }

    @Bean
    NewTopic batches(@Value("${ending}") String ending) {
        return new NewTopic("batches-" + ending, 1, (short) 1);
    }

    @Bean
    Queue letters(@Value("${ending}") String ending) {
        return new Queue("letters-" + ending, false);
    }

    @Bean
    Queue deadLetters(@Value("${ending}") String ending) {
        return new Queue("dead-letters-" + ending, false);
    }

    /** Tries each record twice. */
    @Bean
    DefaultErrorHandler kafkaErrorHandler(KafkaTemplate<String, String> template) {
        DeadLetterPublishingRecoverer dead = new DeadLetterPublishingRecoverer(template);
        return new DefaultErrorHandler(
                (message, failure) -> {
                    publish("gave up " + message.value());
                    dead.accept(message, failure);
                },
                new FixedBackOff(0, 1));
    }

    /** What RabbitMQ's own client would have: the text. */
    static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
