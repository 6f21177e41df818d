package dev.backstory.agent.boot;

import java.lang.reflect.Constructor;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import org.jspecify.annotations.Nullable;

/** What the Kafka boundary's advice calls. */
public final class KafkaMessages {

    private static final String RECORD = "org.apache.kafka.clients.producer.ProducerRecord";
    private static final String CALLBACK = "org.apache.kafka.clients.producer.Callback";
    private static final Call TOPIC = new Call("topic", 0);
    private static final Call PARTITION = new Call("partition", 0);
    private static final Call TIMESTAMP = new Call("timestamp", 0);
    private static final Call OFFSET = new Call("offset", 0);
    private static final Call KEY = new Call("key", 0);
    private static final Call VALUE = new Call("value", 0);
    private static final Call HEADERS = new Call("headers", 0);

    private static final ClassValue<Constructor<?>> COPY = new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
            for (Constructor<?> each : type.getConstructors()) {
                if (each.getParameterCount() == 6) {
                    return each;
                }
            }
            throw new IllegalStateException("no constructor in " + type.getName());
        }
    };

    private KafkaMessages() {}

    /** A record is about to be sent; returns a copy that says where it comes from, for the caller may send his own again. */
    public static Object sending(Object message) throws ReflectiveOperationException {
        if (!Place.KAFKA.isOn()) {
            return message;
        }
        boolean plain = message.getClass().getName().equals(RECORD);
        Object sent = plain ? copy(message) : message;
        Object headers = HEADERS.on(sent);
        if (headers != null) {
            Transfers.inject(new KafkaHeaders(headers));
        }
        return sent;
    }

    private static Object copy(Object message) throws ReflectiveOperationException {
        return COPY.get(message.getClass())
                .newInstance(
                        TOPIC.on(message),
                        PARTITION.on(message),
                        TIMESTAMP.on(message),
                        KEY.on(message),
                        VALUE.on(message),
                        HEADERS.on(message));
    }

    /** The callback for that record. */
    public static @Nullable Object carried(@Nullable Object callback) {
        return Place.KAFKA.isOn() ? CarriedCallback.of(callback, CALLBACK, Place.KAFKA) : callback;
    }

    /** The consumer asks for more, or is closed: whatever this thread has in hand, it is done with. */
    public static void polling() {
        Delivery.putDown();
    }

    /** An iterator over records that were received. */
    public static Iterator<?> handing(Iterator<?> messages) {
        return Place.KAFKA.isOn() ? new HandedMessages(messages) : messages;
    }

    /** The records of one topic. */
    public static Iterable<?> handing(Iterable<?> messages) {
        return Place.KAFKA.isOn() ? new HandedIterable(messages) : messages;
    }

    /** The records of one partition. */
    public static List<?> handing(List<?> messages) {
        return Place.KAFKA.isOn() && !messages.isEmpty() ? new HandedList(messages) : messages;
    }

    /** For streams over all records that were received. */
    public static Spliterator<?> spliterator(Object messages) {
        Iterator<?> each = ((Iterable<?>) messages).iterator();
        if (!Place.KAFKA.isOn()) {
            return Spliterators.spliteratorUnknownSize(each, Spliterator.ORDERED);
        }
        return new HandedSpliterator(
                Spliterators.spliteratorUnknownSize(HandedMessages.unwrapped(each), Spliterator.ORDERED));
    }

    /** Where a record is: topic, partition, offset. */
    static Object[] place(Object message) {
        return new Object[] {
            Objects.requireNonNull(TOPIC.on(message)),
            Objects.requireNonNull(PARTITION.on(message)),
            Objects.requireNonNull(OFFSET.on(message))
        };
    }

    /** A record that was received. */
    static Arrival arrival(Object message) {
        return new Arrival(
                        Place.KAFKA,
                        String.valueOf(TOPIC.on(message)),
                        new KafkaHeaders(Objects.requireNonNull(HEADERS.on(message))))
                .with("partition", PARTITION.on(message))
                .with("offset", OFFSET.on(message))
                .sentAt(TIMESTAMP.on(message));
    }
}
