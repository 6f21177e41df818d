package dev.backstory.it.springmessages;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.api.RabbitListenerErrorHandler;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Each publishes what it gets, and fails with what is poison. */
@Component
class Listeners {

    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    @KafkaListener(topics = "records-${ending}")
    void hear(String text) {
        Messaging.publish(text);
        if (text.startsWith(Messaging.POISON)) {
            throw new IllegalStateException("as planned");
        }
    }

    @KafkaListener(topics = "records-${ending}-dlt")
    void hearDead(String text) {
        Messaging.publish("dead " + text);
    }

    @KafkaListener(id = "batches", topics = "batches-${ending}", batch = "true", autoStartup = "false")
    void hearBatch(List<ConsumerRecord<String, String>> batch) {
        Messaging.publish("batch of " + batch.size());
        for (ConsumerRecord<String, String> each : batch) {
            Messaging.publish(each.value());
        }
        Messaging.publish("batch done");
    }

    @RabbitListener(queues = "letters-${ending}", errorHandler = "deadLettering")
    void read(String text) {
        hear(text);
    }

    @RabbitListener(queues = "dead-letters-${ending}")
    void readDead(String text) {
        Messaging.publish("dead " + text);
    }

    @Bean
    static RabbitListenerErrorHandler deadLettering(
            RabbitTemplate template, @Value("dead-letters-${ending}") String dead) {
        return (message, channel, converted, failure) -> giveUp(template, dead, Messaging.text(message.getBody()));
    }

    private static Object giveUp(RabbitTemplate template, String dead, String text) {
        Messaging.publish("gave up " + text);
        template.convertAndSend("", dead, text);
        throw new AmqpRejectAndDontRequeueException("as planned");
    }

    /** Fails at the first attempt. */
    @JmsListener(destination = "notes-${ending}")
    void note(String text) {
        Messaging.publish(text);
        if (text.startsWith(Messaging.POISON) && failed.add(text)) {
            throw new IllegalStateException("as planned");
        }
    }

    @Autowired
    void noteFailures(DefaultJmsListenerContainerFactory containers) {
        containers.setErrorHandler(failure -> Messaging.publish("noted a failure"));
    }
}
