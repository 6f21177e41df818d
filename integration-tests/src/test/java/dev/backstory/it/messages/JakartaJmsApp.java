package dev.backstory.it.messages;

import dev.backstory.Events;
import dev.backstory.it.harness.Case;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Both sides of a queue: one JVM sends, the other receives. The build makes the same of it for the API's older name. */
final class JakartaJmsApp {

    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(60);
    private static final int SENT = 6;

    private JakartaJmsApp() {}

    /** Sends a and b in stories of their own, one message in two stories and then in none, and one that was never in any. */
    static String send(String broker, String queueName) throws Exception {
        try (Connection connection = connections(broker).createConnection();
                JMSContext context = connections(broker).createContext()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Queue queue = session.createQueue(queueName);
            MessageProducer producer = session.createProducer(queue);
            TextMessage own = session.createTextMessage("a");
            own.setStringProperty("own", "1");
            own.setJMSCorrelationID("theirs");
            inStory("a", () -> producer.send(own));
            inStory("b", () -> context.createProducer().send(queue, "b"));
            TextMessage again = session.createTextMessage("again");
            inStory("first", () -> producer.send(again));
            inStory("second", () -> session.createProducer(null).send(queue, again));
            producer.send(again);
            producer.send(session.createTextMessage("foreign"));
            return seen(own);
        }
    }

    private static void inStory(String label, Case.Body sending) throws Exception {
        Case.inStep("sends", () -> {
            Case.publish(label);
            sending.run();
        });
    }

    /** Receives all six, and publishes for each in the way that is asked for; returns what is in the first. */
    static String receive(String broker, String queueName, String way) throws Exception {
        String[] first = {""};
        try (Connection connection = connections(broker).createConnection();
                JMSContext context = connections(broker).createContext()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Queue queue = session.createQueue(queueName);
            connection.start();
            CountDownLatch left = new CountDownLatch(SENT);
            MessageListener listener = message -> {
                publish(message, first);
                left.countDown();
            };
            switch (way) {
                case "receive" -> {
                    MessageConsumer consumer = session.createConsumer(queue);
                    for (int i = 0; i < SENT; i++) {
                        publish(i % 2 == 0 ? consumer.receive(PATIENCE) : consumer.receive(), first);
                    }
                    if (consumer.receiveNoWait() == null) {
                        Case.publish("after");
                    }
                }
                case "context" -> {
                    var consumer = context.createConsumer(queue);
                    for (int i = 0; i < SENT; i++) {
                        publish(consumer.receive(PATIENCE), first);
                    }
                    if (consumer.receive(1) == null) {
                        Case.publish("after");
                    }
                }
                case "listener" -> {
                    MessageConsumer consumer = session.createConsumer(queue);
                    consumer.setMessageListener(listener);
                    await(left);
                    if (consumer.getMessageListener() != listener) {
                        throw new IllegalStateException("another listener: " + consumer.getMessageListener());
                    }
                }
                case "context listener" -> {
                    context.createConsumer(queue).setMessageListener(listener);
                    await(left);
                }
                default -> throw new IllegalArgumentException(way);
            }
        }
        return first[0];
    }

    private static void publish(Message message, String[] first) {
        try {
            String label = ((TextMessage) message).getText();
            Case.publish(label);
            first[0] = label.equals("a") ? seen(message) : first[0];
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the application put on a message, as it is on it now. */
    private static String seen(Message message) throws JMSException {
        Set<String> properties = new TreeSet<>();
        for (Enumeration<?> each = message.getPropertyNames(); each.hasMoreElements(); ) {
            String name = each.nextElement().toString();
            if (!name.startsWith("X_")
                    && !name.startsWith("JMSX")
                    && !name.startsWith("_")
                    && !name.equals("baggage")) {
                properties.add(name + "=" + message.getObjectProperty(name));
            }
        }
        properties.remove("traceparent=" + message.getObjectProperty("traceparent"));
        return properties + " " + message.getJMSCorrelationID() + " " + message.getBody(String.class);
    }

    /** Takes one out and rolls back, takes it again, sends it on as it is, and closes the consumer. */
    static void roll_back(String broker, String queueName) throws Exception {
        try (Connection connection = connections(broker).createConnection()) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            Queue queue = session.createQueue(queueName);
            connection.start();
            MessageConsumer consumer = session.createConsumer(queue);
            publish("first of ", consumer.receive(PATIENCE));
            session.rollback();
            Message again = consumer.receive(PATIENCE);
            publish("again ", again);
            MessageProducer producer = session.createProducer(queue);
            producer.send(again);
            session.commit();
            consumer.close();
            Case.publish("after close");
        }
    }

    private static void publish(String prefix, Message message) throws JMSException {
        Case.publish(prefix + ((TextMessage) message).getText());
    }

    /** A listener fails with the first message, which then comes again. */
    static void fail(String broker, String queueName) throws Exception {
        Events.publisher();
        try (Connection connection = connections(broker).createConnection()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            CountDownLatch left = new CountDownLatch(SENT + 1);
            session.createConsumer(session.createQueue(queueName)).setMessageListener(message -> {
                left.countDown();
                if (left.getCount() == SENT) {
                    throw new IllegalStateException("as planned");
                }
                publish(message, new String[1]);
            });
            connection.start();
            await(left);
        }
    }

    private static ConnectionFactory connections(String broker) throws ReflectiveOperationException {
        return Class.forName("org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory")
                .asSubclass(ConnectionFactory.class)
                .getConstructor(String.class)
                .newInstance(broker);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("not all that was sent has arrived");
        }
    }
}
