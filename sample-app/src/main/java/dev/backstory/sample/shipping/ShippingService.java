package dev.backstory.sample.shipping;

import dev.backstory.EventPublisher;
import dev.backstory.Events;
import dev.backstory.sample.Announcement;
import dev.backstory.sample.ShopDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shipping service: a process of its own with a database of its own. It takes the shop's parcels from the broker, and keeps a
 * job for each that is tried until the carrier has the parcel. Settings are system properties: {@code shipping.broker}, {@code
 * shipping.announce}, {@code shipping.ferry-millis}, and Backstory's.
 */
public final class ShippingService {

    private static final Logger log = LoggerFactory.getLogger(ShippingService.class);

    private final KafkaConsumer<String, String> consumer;
    private final JobStore jobs;
    private volatile boolean closing;

    private ShippingService(KafkaConsumer<String, String> consumer, JobStore jobs) {
        this.consumer = consumer;
        this.jobs = jobs;
    }

    public static void main(String[] args) throws SchedulerException, SQLException, IOException {
        String broker = System.getProperty("shipping.broker", "localhost:9092");
        CountDownLatch closed = new CountDownLatch(1);
        try (ShopDatabase database = ShopDatabase.configured(ShippingService::setting);
                EventPublisher publisher = database.publisher("shipping");
                JobStore jobs = JobStore.open(database);
                KafkaConsumer<String, String> consumer = consumer(broker)) {
            Events.use(publisher);
            ShippingService service = new ShippingService(consumer, jobs);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> service.end(closed), "shipping-end"));
            Announcement.write(
                    System.getProperty("shipping.announce", ""),
                    broker,
                    database.url(),
                    database.user(),
                    database.password());
            log.info("Shipping takes parcels from {}", broker);
            service.work();
        } finally {
            closed.countDown();
        }
    }

    private static String setting(String key) {
        String value = System.getProperty(
                key, System.getenv(key.toUpperCase(Locale.ROOT).replace('.', '_')));
        return value == null ? "" : value;
    }

    private static KafkaConsumer<String, String> consumer(String broker) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker,
                        ConsumerConfig.GROUP_ID_CONFIG, "shipping",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private void work() throws SchedulerException {
        consumer.subscribe(List.of("parcels"));
        try {
            while (!closing) {
                for (ConsumerRecord<String, String> parcel : consumer.poll(Duration.ofSeconds(1))) {
                    Events.publish(new ShippingEvents.ParcelAccepted(parcel.key()));
                    jobs.handOver(parcel.key(), parcel.value());
                }
                consumer.commitSync();
            }
        } catch (WakeupException ending) {
            log.info("Shipping ends");
        }
    }

    private void end(CountDownLatch closed) {
        closing = true;
        consumer.wakeup();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
