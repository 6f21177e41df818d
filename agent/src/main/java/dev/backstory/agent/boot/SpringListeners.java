package dev.backstory.agent.boot;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the advice in Spring's containers for listeners calls. */
public final class SpringListeners {

    private static final Call PROPERTIES = new Call("getMessageProperties", 0);
    private static final Call QUEUE = new Call("getConsumerQueue", 0);
    private static final Call HEADERS = new Call("getHeaders", 0);
    private static final Call REDELIVERED = new Call("getRedelivered", 0);
    private static final Call TIMESTAMP = new Call("getTimestamp", 0);
    private static final Call ATTEMPT = new Call("deliveryAttempt", 1);
    private static final String COUNTING = "org.springframework.kafka.listener.DeliveryAttemptAware";
    private static final String PLACE_IN_TOPIC = "org.springframework.kafka.support.TopicPartitionOffset";
    private static final String WRAPPER = "ListenerExecutionFailedException";

    private SpringListeners() {}

    /** A listener is about to be called with a record. Its error handler knows how often that record was tried. */
    public static @Nullable Object handlingRecord(@Nullable Object errorHandler, Object message)
            throws ReflectiveOperationException {
        if (!isOn(Place.KAFKA)) {
            return null;
        }
        Delivery delivery = Delivery.handle(message, KafkaMessages.arrival(message));
        if (delivery != null && errorHandler != null && Types.find(errorHandler.getClass(), COUNTING) != null) {
            Object place = Class.forName(
                            PLACE_IN_TOPIC, false, errorHandler.getClass().getClassLoader())
                    .getConstructor(String.class, int.class, Long.class)
                    .newInstance(KafkaMessages.place(message));
            delivery.attempt(String.valueOf(ATTEMPT.on(errorHandler, place)));
        }
        return delivery;
    }

    /** A listener is about to be called with all records of a poll. */
    public static @Nullable Object handlingBatch(Iterable<?> messages) {
        if (!isOn(Place.KAFKA)) {
            return null;
        }
        Iterator<?> each = HandedMessages.unwrapped(messages.iterator());
        List<Arrival> arrivals = new ArrayList<>();
        while (each.hasNext()) {
            arrivals.add(KafkaMessages.arrival(Objects.requireNonNull(each.next())));
        }
        return arrivals.isEmpty() ? null : Delivery.handle(messages, Arrival.together(arrivals));
    }

    /** The same as a list, out of which the listener takes one by one. */
    public static @Nullable List<?> handingOneByOne(@Nullable List<?> messages) {
        return messages == null || !isOn(Place.KAFKA) ? messages : new HandedList(messages);
    }

    /** A listener is about to be called with a message of RabbitMQ, or with several. */
    public static @Nullable Object handlingRabbitMessage(Object messages) {
        if (!isOn(Place.RABBITMQ)) {
            return null;
        }
        if (!(messages instanceof List<?> several)) {
            return Delivery.handle(messages, rabbitArrival(messages));
        }
        List<Arrival> arrivals = new ArrayList<>();
        for (Object each : several) {
            arrivals.add(rabbitArrival(each));
        }
        return Delivery.handle(messages, Arrival.together(arrivals));
    }

    private static Arrival rabbitArrival(Object message) {
        Object properties = Objects.requireNonNull(PROPERTIES.on(message));
        return RabbitMessages.arrival(
                QUEUE.on(properties),
                (Map<?, ?>) Objects.requireNonNull(HEADERS.on(properties)),
                REDELIVERED.on(properties),
                TIMESTAMP.on(properties));
    }

    /** A listener is about to be called with a JMS message. */
    public static @Nullable Object handlingJmsMessage(Object message) {
        return isOn(Place.JMS) ? Delivery.handle(message, JmsMessages.arrival(message)) : null;
    }

    /** The listener, and whoever handles its error, has returned. */
    public static void handled(@Nullable Object delivery, @Nullable Throwable thrown) {
        if (delivery != null) {
            ((Delivery) delivery).handled(cause(thrown));
        }
    }

    /** The listener may have failed, which its container will not tell. */
    public static void failed(@Nullable Throwable thrown) {
        Throwable cause = cause(thrown);
        if (cause != null && Place.SPRINGLISTENERS.isOn()) {
            Delivery.failed(cause);
        }
    }

    private static @Nullable Throwable cause(@Nullable Throwable thrown) {
        if (thrown == null || !thrown.getClass().getSimpleName().equals(WRAPPER)) {
            return thrown;
        }
        Throwable cause = thrown.getCause();
        return cause == null ? thrown : cause;
    }

    private static boolean isOn(Place broker) {
        return Place.SPRINGLISTENERS.isOn() && broker.isOn();
    }
}
