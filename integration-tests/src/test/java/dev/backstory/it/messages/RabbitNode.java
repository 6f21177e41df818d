package dev.backstory.it.messages;

import dev.backstory.it.harness.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node of the RabbitMQ that is installed on this machine; all that it leaves is in a directory of its own. */
final class RabbitNode implements AutoCloseable {

    /**
     * Until its input ends, which it does with this JVM too. A node that finds no register of Erlang's nodes starts one that
     * outlives it.
     */
    private static final String SCRIPT = """
            epmd & register=$!
            until epmd -names; do sleep 0.1; done
            "$0" & node=$!
            read -r end
            kill $node; wait $node
            kill $register; wait $register
            """;

    private final int port;
    private final ScratchDirectory home;
    private final Process process;

    private RabbitNode(int port, ScratchDirectory home, Process process) {
        this.port = port;
        this.home = home;
        this.process = process;
    }

    /** Not Debian's program on the path, which wants to be root. */
    static @Nullable Path program() {
        return Stream.of(
                        "/usr/lib/rabbitmq/bin/rabbitmq-server",
                        "/opt/homebrew/sbin/rabbitmq-server",
                        "/usr/local/sbin/rabbitmq-server")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** It does not answer at once. */
    static RabbitNode start(Path program) throws IOException {
        int port = Broker.freePort();
        ScratchDirectory home = ScratchDirectory.inTarget();
        String path = home.path().toString();
        ProcessBuilder process = new ProcessBuilder("sh", "-c", SCRIPT, program.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.path().resolve("output").toFile());
        process.environment()
                .putAll(Map.ofEntries(
                        Map.entry("HOME", path),
                        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                        Map.entry("ERL_EPMD_PORT", Integer.toString(Broker.freePort())),
                        Map.entry("RABBITMQ_NODENAME", "it-" + port + "@localhost"),
                        Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                        Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
                        Map.entry("RABBITMQ_DIST_PORT", Integer.toString(Broker.freePort())),
                        Map.entry("RABBITMQ_MNESIA_BASE", path),
                        Map.entry("RABBITMQ_LOG_BASE", path),
                        Map.entry("RABBITMQ_CONF_ENV_FILE", path + "/none"),
                        Map.entry("RABBITMQ_CONFIG_FILE", path + "/none"),
                        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", path + "/none"),
                        // It leaves the processor to others while it has nothing to do.
                        Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+S 1:1 +sbwt none")));
        return new RabbitNode(port, home, process.start());
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        home.close();
    }
}
