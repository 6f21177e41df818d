package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import org.jspecify.annotations.Nullable;

/** What the JMS boundary's advice calls. */
public final class JmsMessages {

    private static final Call DESTINATION = new Call("getJMSDestination", 0);
    private static final Call TIMESTAMP = new Call("getJMSTimestamp", 0);
    private static final Call REDELIVERED = new Call("getJMSRedelivered", 0);
    private static final Call PROPERTY = new Call("getObjectProperty", 1);
    private static final Call QUEUE_NAME = new Call("getQueueName", 0);
    private static final Call TOPIC_NAME = new Call("getTopicName", 0);

    /** The senders' messages that have our properties: an application may send one again, in no story. */
    private static final WeakIdentityMap<Boolean> WRITTEN = new WeakIdentityMap<>();

    private JmsMessages() {}

    /** A message is about to be sent. Providers write on it too, so that there is no copy to make. */
    public static void sending(@Nullable Object message) {
        if (message == null || !Place.JMS.isOn()) {
            return;
        }
        JmsProperties properties = new JmsProperties(message);
        try {
            if (CausalContext.current().correlationId() == null && WRITTEN.get(message) != null) {
                Transfers.PROPAGATOR.withdraw(properties);
            } else if (Transfers.inject(properties)) {
                WRITTEN.put(message, Boolean.TRUE);
            }
        } catch (Exception e) {
            // A message that was received and is sent on as it is: it keeps the ids that it came with.
            if (!e.getClass().getSimpleName().equals("MessageNotWriteableException")) {
                throw e;
            }
        }
    }

    /** The thread asks for the next message, or closes the consumer. */
    public static void puttingDown() {
        Delivery.putDown();
    }

    /** It has got one, or none; one consumer may ask another. */
    public static void received(@Nullable Object message) {
        if (message != null && Place.JMS.isOn() && !Delivery.isOf(message)) {
            Delivery.take(message, arrival(message));
        }
    }

    /** A listener is registered; returns what is registered in its place. */
    public static @Nullable Object listening(@Nullable Object listener) {
        return Place.JMS.isOn() && listener != null ? JmsListener.around(listener) : listener;
    }

    /** Somebody asks for the listener that is registered. */
    public static @Nullable Object theirs(@Nullable Object registered) {
        return registered == null ? null : JmsListener.inside(registered);
    }

    static Arrival arrival(Object message) {
        Arrival arrival = new Arrival(Place.JMS, destination(message), new JmsProperties(message));
        Object count = PROPERTY.on(message, "JMSXDeliveryCount");
        if (count != null) {
            arrival.with("attempt", count);
        } else if (Boolean.TRUE.equals(REDELIVERED.on(message))) {
            arrival.with("redelivered", "true");
        }
        return arrival.sentAt(TIMESTAMP.on(message));
    }

    private static String destination(Object message) {
        Object destination = DESTINATION.on(message);
        if (destination == null) {
            return "unknown";
        }
        Class<?> type = destination.getClass();
        boolean isQueue = Types.find(type, "jakarta.jms.Queue") != null || Types.find(type, "javax.jms.Queue") != null;
        return String.valueOf((isQueue ? QUEUE_NAME : TOPIC_NAME).on(destination));
    }
}
