package dev.backstory.agent.boot;

import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the RabbitMQ boundary's advice calls. */
public final class RabbitMessages {

    private static final String PROPERTIES = "com.rabbitmq.client.AMQP$BasicProperties";
    private static final Call ENVELOPE = new Call("getEnvelope", 0);
    private static final Call PROPERTIES_OF = new Call("getProperties", 0);
    private static final Call PROPS_OF = new Call("getProps", 0);
    private static final Call EXCHANGE = new Call("getExchange", 0);
    private static final Call ROUTING_KEY = new Call("getRoutingKey", 0);
    private static final Call REDELIVERED = new Call("isRedeliver", 0);
    private static final Call TIMESTAMP = new Call("getTimestamp", 0);
    private static final Call HEADERS = new Call("getHeaders", 0);
    private static final Call BUILDER = new Call("builder", 0);
    private static final Call WITH_HEADERS = new Call("headers", 1);
    private static final Call BUILD = new Call("build", 0);
    /** A timestamp has whole seconds only; no wait is told that may not have been. */
    private static final long TIMESTAMPS_ROUNDING = TimeUnit.SECONDS.toMillis(1) - 1;

    private RabbitMessages() {}

    /** A message is about to be published; returns a copy of its properties that says where it comes from. */
    public static @Nullable Object publishing(Object channel, @Nullable Object given)
            throws ReflectiveOperationException {
        if (!Place.RABBITMQ.isOn()) {
            return given;
        }
        Map<?, ?> own = headers(given);
        Map<Object, Object> headers = new LinkedHashMap<>(own);
        Transfers.inject(new MapCarrier(headers, ""));
        if (headers.equals(own)) {
            return given;
        }
        Object properties = given == null
                ? Class.forName(PROPERTIES, false, channel.getClass().getClassLoader())
                        .getConstructor()
                        .newInstance()
                : given;
        return BUILD.on(
                Objects.requireNonNull(WITH_HEADERS.on(Objects.requireNonNull(BUILDER.on(properties)), headers)));
    }

    private static Map<?, ?> headers(@Nullable Object properties) {
        Object headers = properties == null ? null : HEADERS.on(properties);
        return headers == null ? Collections.emptyMap() : (Map<?, ?>) headers;
    }

    /** The thread asks for the next message, or closes the channel. */
    public static void puttingDown() {
        Delivery.putDown();
    }

    /** It has got one out of that queue, or none. */
    public static void got(Object queue, @Nullable Object response) {
        if (response != null && Place.RABBITMQ.isOn()) {
            Object envelope = Objects.requireNonNull(ENVELOPE.on(response));
            Delivery.take(envelope, arrival(queue, envelope, PROPS_OF.on(response)));
        }
    }

    /** A consumer is called with a delivery; null when it is only called on by another. */
    public static @Nullable Object handling(Object envelope, @Nullable Object properties) {
        return Place.RABBITMQ.isOn() ? Delivery.handle(envelope, arrival(null, envelope, properties)) : null;
    }

    /** A server of remote calls answers one. */
    public static @Nullable Object answering(Object request) {
        return Place.RABBITMQ.isOn()
                ? handling(Objects.requireNonNull(ENVELOPE.on(request)), PROPERTIES_OF.on(request))
                : null;
    }

    /** It has returned. */
    public static void handled(@Nullable Object delivery, @Nullable Throwable thrown) {
        if (delivery != null) {
            ((Delivery) delivery).handled(thrown);
        }
    }

    private static Arrival arrival(@Nullable Object queue, Object envelope, @Nullable Object properties) {
        Object exchange = EXCHANGE.on(envelope);
        boolean named = exchange != null && !exchange.equals("");
        // The default exchange's routing keys are names of queues; others may name people.
        Object destination = queue != null ? queue : named ? exchange : ROUTING_KEY.on(envelope);
        Object sent = properties == null ? null : TIMESTAMP.on(properties);
        return arrival(destination, headers(properties), REDELIVERED.on(envelope), sent);
    }

    @SuppressWarnings("JavaUtilDate") // as the client has it
    static Arrival arrival(
            @Nullable Object destination, Map<?, ?> headers, @Nullable Object redelivered, @Nullable Object sent) {
        Arrival arrival = new Arrival(Place.RABBITMQ, String.valueOf(destination), new MapCarrier(headers, ""));
        boolean again = Boolean.TRUE.equals(redelivered);
        // Only a quorum queue counts.
        if (headers.get("x-delivery-count") instanceof Number before) {
            arrival.with("attempt", before.longValue() + 1);
        } else {
            arrival.with(again ? "redelivered" : "attempt", again ? "true" : "1");
        }
        return sent instanceof Date date ? arrival.sentAt(date.getTime() + TIMESTAMPS_ROUNDING) : arrival;
    }
}
