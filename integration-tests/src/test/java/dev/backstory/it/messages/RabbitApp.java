package dev.backstory.it.messages;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcServer;
import dev.backstory.Events;
import dev.backstory.it.harness.Case;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Both sides of a queue: one JVM publishes, the other consumes. */
final class RabbitApp {

    private static final long PATIENCE = 60;

    private RabbitApp() {}

    /** Publishes a, b and c in stories of their own, one object for properties twice in two stories, and one in no story. */
    static String send(String broker, String queue) throws Exception {
        BasicProperties own = new BasicProperties.Builder()
                .headers(Map.of("own", "header"))
                .timestamp(Date.from(Instant.now()))
                .build();
        try (Connection connection = connect(broker)) {
            Channel channel = connection.createChannel();
            channel.queueDeclare(queue, false, false, false, null);
            inStory("a", channel, queue, own);
            inStory("b", channel, queue, null);
            inStory("c", channel, queue, new BasicProperties());
            BasicProperties twice = new BasicProperties.Builder().type("twice").build();
            inStory("first", channel, queue, twice);
            inStory("second", channel, queue, twice);
            channel.basicPublish("", queue, null, text("foreign"));
            return own.getHeaders().keySet() + " " + twice.getHeaders();
        }
    }

    private static void inStory(String label, Channel channel, String queue, @Nullable BasicProperties properties)
            throws Exception {
        Case.inStep("sends", () -> {
            Case.publish(label);
            channel.basicPublish("", queue, properties, text(label));
        });
    }

    /** Receives all six, and publishes for each in the way that is asked for; returns what is in the first. */
    static String receive(String broker, String queue, String way) throws Exception {
        try (Connection connection = connect(broker)) {
            Channel channel = connection.createChannel();
            String first = "";
            switch (way) {
                case "get" -> {
                    for (GetResponse each = channel.basicGet(queue, true);
                            each != null;
                            each = channel.basicGet(queue, true)) {
                        String label = text(each.getBody());
                        Case.publish(label);
                        first = label.equals("a") ? seen(each.getProps(), each.getBody()) : first;
                    }
                    Case.publish("after");
                }
                case "consumer" -> {
                    CountDownLatch left = new CountDownLatch(6);
                    channel.basicConsume(queue, true, new Publishing(channel, left));
                    await(left);
                }
                case "callback" -> {
                    CountDownLatch left = new CountDownLatch(6);
                    channel.basicConsume(queue, true, (tag, each) -> publish(each, left), tag -> {});
                    await(left);
                }
                default -> throw new IllegalArgumentException(way);
            }
            return first;
        }
    }

    private static String seen(BasicProperties properties, byte[] body) {
        Map<String, Object> headers = new TreeMap<>(properties.getHeaders());
        headers.keySet().removeIf(key -> key.startsWith("X-") || key.equals("baggage") || key.equals("traceparent"));
        return headers + " " + text(body);
    }

    private static void publish(Delivery each, CountDownLatch left) {
        Case.publish(text(each.getBody()));
        left.countDown();
    }

    /** Two channels with one consumer object, which has two deliveries at once. */
    static void concurrent(String broker, String queue) throws Exception {
        try (Connection connection = connect(broker)) {
            CountDownLatch left = new CountDownLatch(6);
            CyclicBarrier together = new CyclicBarrier(2);
            Channel channel = connection.createChannel();
            Publishing consumer = new Publishing(channel, left) {
                @Override
                public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
                        throws IOException {
                    try {
                        together.await(PATIENCE, TimeUnit.SECONDS);
                    } catch (InterruptedException | BrokenBarrierException | java.util.concurrent.TimeoutException e) {
                        throw new IOException(e);
                    }
                    super.handleDelivery(tag, envelope, properties, body);
                }
            };
            Channel other = connection.createChannel();
            for (Channel each : List.of(channel, other)) {
                each.basicQos(3);
            }
            channel.basicConsume(queue, false, consumer);
            other.basicConsume(queue, false, consumer);
            await(left);
        }
    }

    /** Fails with the first, which closes the channel, and goes on with the others over another channel. */
    static void fail(String broker, String queue) throws Exception {
        Events.publisher();
        try (Connection connection = connect(broker)) {
            Channel failing = connection.createChannel();
            CountDownLatch closed = new CountDownLatch(1);
            failing.addShutdownListener(cause -> closed.countDown());
            failing.basicQos(1);
            failing.basicConsume(
                    queue,
                    false,
                    (tag, each) -> {
                        throw new IllegalStateException("as planned");
                    },
                    tag -> {});
            await(closed);
            Channel channel = connection.createChannel();
            CountDownLatch left = new CountDownLatch(6);
            channel.basicConsume(queue, true, (tag, each) -> publish(each, left), tag -> {});
            await(left);
        }
    }

    /** Takes one out and gives it back, takes it again, and closes the channel. */
    static void get_again(String broker, String queue) throws Exception {
        try (Connection connection = connect(broker)) {
            Channel channel = connection.createChannel();
            GetResponse first = channel.basicGet(queue, false);
            Case.publish("first of " + text(first.getBody()));
            channel.basicNack(first.getEnvelope().getDeliveryTag(), false, true);
            GetResponse again = channel.basicGet(queue, false);
            Case.publish("again " + text(again.getBody()));
            channel.close();
            Case.publish("after close");
        }
    }

    /** Answers one remote call in the way that is asked for. */
    static void answer(String broker, String queue, String way) throws Exception {
        Connection connection = connect(broker);
        Channel channel = connection.createChannel();
        channel.queueDeclare(queue, false, false, false, null);
        if (way.equals("callback")) {
            channel.basicConsume(
                    queue,
                    true,
                    (tag, each) -> {
                        Case.publish("served");
                        BasicProperties asked = each.getProperties();
                        channel.basicPublish(
                                "",
                                asked.getReplyTo(),
                                new BasicProperties.Builder()
                                        .correlationId(asked.getCorrelationId())
                                        .build(),
                                each.getBody());
                    },
                    tag -> {});
        } else {
            RpcServer server = new RpcServer(channel, queue) {
                @Override
                public byte[] handleCall(Delivery request, BasicProperties reply) {
                    Case.publish("served");
                    return request.getBody();
                }
            };
            new Thread(
                            () -> {
                                try {
                                    server.mainloop();
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            },
                            "rpc server")
                    .start();
        }
    }

    /** Calls it in a story. */
    @SuppressWarnings("deprecation") // the oldest client has no other constructor
    static void ask(String broker, String queue) throws Exception {
        try (Connection connection = connect(broker)) {
            Channel channel = connection.createChannel();
            String replies = channel.queueDeclare().getQueue();
            Case.inStep("asks", () -> {
                Case.publish("asked");
                RpcClient client =
                        new RpcClient(channel, "", queue, replies, (int) TimeUnit.SECONDS.toMillis(PATIENCE));
                client.primitiveCall(text("question"));
                Case.publish("answered");
                client.close();
            });
        }
    }

    private static Connection connect(String broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri("amqp://" + broker);
        return factory.newConnection();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not all that was sent has arrived");
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static class Publishing extends DefaultConsumer {

        private final CountDownLatch left;

        Publishing(Channel channel, CountDownLatch left) {
            super(channel);
            this.left = left;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
                throws IOException {
            Case.publish(text(body));
            left.countDown();
        }
    }
}
