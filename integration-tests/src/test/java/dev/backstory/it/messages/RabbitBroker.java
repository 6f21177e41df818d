package dev.backstory.it.messages;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.backstory.it.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;

/**
 * RabbitMQ: the machine's own, else a container where Docker answers; else {@link QpidBroker}, which speaks the same protocol.
 * The results say which.
 */
final class RabbitBroker extends Broker {

    /** The system property that says which; for {@link dev.backstory.it.harness.Proves#noting}. */
    static final String WHICH = "broker";

    private static final int PORT = 5672;

    @Override
    void start() throws Exception {
        Path program = RabbitNode.program();
        if (program != null) {
            RabbitNode node = RabbitNode.start(program);
            listens("localhost:" + node.port(), node);
        } else if (PostgresServer.hasDocker()) {
            GenericContainer<?> container = new GenericContainer<>("rabbitmq:4.1").withExposedPorts(PORT);
            container.start();
            listens(container.getHost() + ":" + container.getMappedPort(PORT), container);
        } else {
            int port = freePort();
            listens("localhost:" + port, QpidBroker.at(port));
        }
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri("amqp://" + address());
        await("the broker answers")
                .ignoreExceptions()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> note(factory));
    }

    private static void note(ConnectionFactory factory) throws Exception {
        try (Connection connection = factory.newConnection()) {
            Map<String, Object> server = connection.getServerProperties();
            System.setProperty(WHICH, server.get("product") + " " + server.get("version"));
        }
    }
}
