package dev.backstory.sample.gateway;

import dev.backstory.sample.Announcement;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Takes parcels from one topic to another. Settings are system properties: {@code gateway.broker}, {@code gateway.from}, {@code
 * gateway.to} and {@code gateway.announce}.
 */
public final class Gateway {

    private final KafkaConsumer<String, String> from;
    private final KafkaProducer<String, String> to;
    private final String topic;

    private Gateway(KafkaConsumer<String, String> from, KafkaProducer<String, String> to, String topic) {
        this.from = from;
        this.to = to;
        this.topic = topic;
    }

    public static void main(String[] args) throws IOException {
        String broker = System.getProperty("gateway.broker", "localhost:9092");
        try (KafkaConsumer<String, String> from = consumer(broker);
                KafkaProducer<String, String> to = new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker),
                        new StringSerializer(),
                        new StringSerializer())) {
            from.subscribe(List.of(System.getProperty("gateway.from", "packed")));
            Runtime.getRuntime().addShutdownHook(new Thread(from::wakeup, "gateway-end"));
            Announcement.write(System.getProperty("gateway.announce", ""), broker);
            new Gateway(from, to, System.getProperty("gateway.to", "parcels")).work();
        }
    }

    private static KafkaConsumer<String, String> consumer(String broker) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker,
                        ConsumerConfig.GROUP_ID_CONFIG, "gateway",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private void work() {
        try {
            while (true) {
                for (ConsumerRecord<String, String> parcel : from.poll(Duration.ofSeconds(1))) {
                    var unused = to.send(new ProducerRecord<>(topic, parcel.key(), parcel.value()));
                }
                to.flush();
                from.commitSync();
            }
        } catch (WakeupException ending) {
            // The process is told to end.
        }
    }
}
