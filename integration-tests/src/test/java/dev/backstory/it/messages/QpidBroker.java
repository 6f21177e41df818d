package dev.backstory.it.messages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;

/** Apache Qpid, in the tests' own JVM: speaks AMQP 0-9-1, as RabbitMQ does, where there is no RabbitMQ. */
final class QpidBroker {

    private static final String SETTINGS = """
            {"name": "broker", "modelVersion": "9.1",
             "authenticationproviders": [{"name": "users", "type": "Plain", "secureOnlyMechanisms": [],
                 "users": [{"name": "guest", "type": "managed", "password": "guest"}]}],
             "ports": [{"name": "amqp", "port": %d, "bindingAddress": "127.0.0.1", "authenticationProvider": "users",
                 "protocols": ["AMQP_0_9_1"], "virtualhostaliases": [{"name": "default", "type": "defaultAlias"}]}],
             "virtualhostnodes": [{"name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
                 "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"}]}
            """;

    private QpidBroker() {}

    /** Starts it at that port; returns what ends it. */
    static AutoCloseable at(int port) throws Exception {
        SystemLauncher broker = new SystemLauncher();
        broker.startup(Map.of(
                "type",
                "Memory",
                "initialConfigurationLocation",
                settings(port).toUri().toString(),
                "startupLoggedToSystemOut",
                false));
        return broker::shutdown;
    }

    private static Path settings(int port) throws IOException {
        Path settings = Files.createTempFile("broker", ".json");
        return Files.writeString(settings, SETTINGS.formatted(port));
    }
}
