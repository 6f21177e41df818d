package dev.backstory.it.messages;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backstory.it.harness.Case;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A shop that asks for a payment over HTTP, a service for payments that tells of it by Kafka, and one that ships then. */
final class ServicesApp {

    private ServicesApp() {}

    /** Where orders go. */
    static String shop(String payments) throws IOException {
        return serve("/orders", () -> {
            Case.publish("OrderPlaced");
            HttpURLConnection asked =
                    (HttpURLConnection) URI.create(payments).toURL().openConnection();
            asked.setRequestMethod("POST");
            if (asked.getResponseCode() != HttpURLConnection.HTTP_ACCEPTED) {
                throw new IOException("not paid: " + asked.getResponseCode());
            }
        });
    }

    /** Where payments go. */
    static String payments(String broker, String topic) throws IOException {
        return serve("/payments", () -> {
            Case.publish("CardCharged");
            send(broker, topic);
        });
    }

    private static String serve(String path, Case.Body body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(path, exchange -> answer(exchange, body));
        server.start();
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private static void answer(HttpExchange exchange, Case.Body body) throws IOException {
        try {
            body.run();
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_ACCEPTED, -1);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** Sends one record, and waits until it is there. */
    static void send(String broker, String topic) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "paid")).get();
        }
    }

    /** Receives one record. */
    static void shipping(String broker, String topic) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker, "auto.offset.reset", "earliest", "enable.auto.commit", "false"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(20));
            while (records.isEmpty()) {
                records = consumer.poll(Duration.ofSeconds(20));
            }
            for (ConsumerRecord<String, String> ignored : records) {
                Case.publish("ParcelShipped");
            }
        }
    }
}
