package dev.backstory.it.messages;

import dev.backstory.it.harness.Case;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Both sides of a topic: one JVM sends, the other receives. */
final class KafkaApp {

    private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

    private KafkaApp() {}

    /** Sends a and b in stories of their own, one record twice in two stories, and one in no story. */
    static String send(String broker, String topic) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> own = new ProducerRecord<>(topic, "k", "a");
            own.headers().add("own", "header".getBytes(StandardCharsets.UTF_8));
            Case.inStep("sends a", () -> {
                Case.publish("a");
                producer.send(own, (sent, failure) -> Case.publish("callback")).get();
            });
            Case.inStep("sends b", () -> {
                Case.publish("b");
                producer.send(new ProducerRecord<>(topic, "b")).get();
            });
            ProducerRecord<String, String> twice = new ProducerRecord<>(topic, "twice");
            for (String each : List.of("first", "second")) {
                Case.inStep("sends twice", () -> {
                    Case.publish(each);
                    producer.send(twice).get();
                });
            }
            producer.send(new ProducerRecord<>(topic, "foreign")).get();
            return headers(own.headers());
        }
    }

    private static String headers(Iterable<Header> headers) {
        StringBuilder text = new StringBuilder();
        headers.forEach(header -> text.append(header.key()).append('='));
        return text.toString();
    }

    /** Receives all five, and publishes for each in the way that is asked for. */
    static String receive(String broker, String topic, String way) throws Exception {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker, "auto.offset.reset", "earliest", "enable.auto.commit", "false"),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            List<String> received = new ArrayList<>();
            for (int left = 5; left > 0; ) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(20));
                handle(records, partition, way, received);
                left = left - records.count();
            }
            Case.publish("after");
            return String.join(" ", received);
        }
    }

    private static void handle(
            ConsumerRecords<String, String> records, TopicPartition partition, String way, List<String> received)
            throws Exception {
        switch (way) {
            case "for" -> {
                for (ConsumerRecord<String, String> each : records) {
                    Case.publish(each.value());
                    received.add(each.key() + ":" + each.value());
                }
            }
            case "partition" -> {
                for (ConsumerRecord<String, String> each : records.records(partition)) {
                    Case.publish(each.value());
                }
            }
            case "topic" -> records.records(partition.topic()).forEach(each -> Case.publish(each.value()));
            case "forEach" -> records.forEach(each -> Case.publish(each.value()));
            case "stream" ->
                StreamSupport.stream(records.spliterator(), true).forEach(each -> Case.publish(each.value()));
            case "list" -> records.records(partition).parallelStream().forEach(each -> Case.publish(each.value()));
            case "pool" -> {
                List<Future<?>> all = new ArrayList<>();
                for (ConsumerRecord<String, String> each : records) {
                    all.add(POOL.submit(() -> Case.publish(each.value())));
                }
                for (Future<?> each : all) {
                    each.get();
                }
            }
            default -> throw new IllegalArgumentException(way);
        }
    }

    /** Leaves the loop at the first record, once by break and once by an exception, and publishes after the next poll. */
    static void leave(String broker, String topic) throws Exception {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker, "auto.offset.reset", "earliest", "enable.auto.commit", "false"),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(20));
            for (ConsumerRecord<String, String> each : records) {
                Case.publish("broken at " + each.value());
                break;
            }
            consumer.seekToBeginning(List.of(partition));
            records = consumer.poll(Duration.ofSeconds(20));
            Case.publish("after break");
            try {
                for (ConsumerRecord<String, String> each : records) {
                    Case.publish("thrown at " + each.value());
                    throw new IllegalStateException("as planned");
                }
            } catch (IllegalStateException expected) {
                consumer.poll(Duration.ofMillis(1));
            }
            Case.publish("after exception");
            consumer.seekToBeginning(List.of(partition));
            consumer.poll(Duration.ofSeconds(20)).iterator().next();
        }
        Case.publish("after close");
    }
}
