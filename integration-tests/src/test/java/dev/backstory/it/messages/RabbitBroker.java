package dev.backstory.it.messages;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;

/** Speaks AMQP 0-9-1, as RabbitMQ does; in the tests' own JVM. */
final class RabbitBroker extends Broker {

    private static final String SETTINGS = """
            {"name": "broker", "modelVersion": "9.1",
             "authenticationproviders": [{"name": "users", "type": "Plain", "secureOnlyMechanisms": [],
                 "users": [{"name": "guest", "type": "managed", "password": "guest"}]}],
             "ports": [{"name": "amqp", "port": %d, "bindingAddress": "127.0.0.1", "authenticationProvider": "users",
                 "protocols": ["AMQP_0_9_1"], "virtualhostaliases": [{"name": "default", "type": "defaultAlias"}]}],
             "virtualhostnodes": [{"name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
                 "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"}]}
            """;

    @Override
    void start() throws Exception {
        int port = freePort();
        Path settings = Files.createTempFile("broker", ".json");
        Files.writeString(settings, SETTINGS.formatted(port));
        SystemLauncher broker = new SystemLauncher();
        broker.startup(Map.of(
                "type",
                "Memory",
                "initialConfigurationLocation",
                settings.toUri().toString(),
                "startupLoggedToSystemOut",
                false));
        listens("localhost:" + port, broker::shutdown);
    }
}
