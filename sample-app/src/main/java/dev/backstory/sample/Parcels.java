package dev.backstory.sample;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Hands packed parcels to the shipping service; where no broker is named there is none, and parcels stay in the shop. */
@Component
final class Parcels implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Parcels.class);

    private final Way way;

    Parcels(ShopSettings settings) {
        way = settings.broker().isEmpty() ? new Way.Nowhere() : new OverKafka(settings);
    }

    void send(Order order) {
        way.send(order);
    }

    @Override
    public void close() {
        way.close();
    }

    private interface Way {
        void send(Order order);

        void close();

        record Nowhere() implements Way {
            @Override
            public void send(Order order) {}

            @Override
            public void close() {}
        }
    }

    private record OverKafka(KafkaProducer<String, String> producer, String topic) implements Way {

        OverKafka(ShopSettings settings) {
            this(
                    new KafkaProducer<>(
                            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.broker()),
                            new StringSerializer(),
                            new StringSerializer()),
                    settings.topic());
        }

        @Override
        public void send(Order order) {
            var unused = producer.send(
                    new ProducerRecord<>(topic, order.id(), order.request().deliverTo()), (sent, failure) -> {
                        if (failure != null) {
                            log.error("The parcel of order {} stays in the shop", order.id(), failure);
                        }
                    });
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
