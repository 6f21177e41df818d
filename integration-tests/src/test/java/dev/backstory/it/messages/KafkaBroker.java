package dev.backstory.it.messages;

import dev.backstory.it.harness.TestJvm;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A real broker in a JVM of its own, without an agent; given to a test with its address. Started once for all tests. */
final class KafkaBroker implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Address.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Running.class, unused -> new Running(), Running.class)
                .address;
    }

    /** Where it listens. */
    record Address(String text) {}

    private static final class Running implements AutoCloseable {

        private final TestJvm jvm = TestJvm.of(Server.class)
                .agent(false)
                .classPath("kafka")
                .classPath("scala")
                .classPath("metrics-core")
                .classPath("log4j")
                .classPath("snakeyaml")
                .classPath("jopt")
                .classPath("argparse4j")
                .classPath("caffeine")
                .classPath("HdrHistogram")
                .classPath("hash4j")
                .classPath("pcollections")
                .classPath("re2j")
                .classPath("jose4j")
                .classPath("commons-validator")
                .start();
        private final Address address = new Address(jvm.call("address").returned());

        @Override
        public void close() {
            jvm.close();
        }
    }

    /** The broker's JVM. */
    static final class Server {

        private Server() {}

        static String address() throws Exception {
            int port = freePort();
            Path directory = Files.createTempDirectory("kafka");
            Path settings = directory.resolve("server.properties");
            int controller = freePort();
            Files.write(
                    settings,
                    List.of(
                            "process.roles=broker,controller",
                            "node.id=1",
                            "controller.quorum.voters=1@localhost:" + controller,
                            "controller.listener.names=CONTROLLER",
                            "listeners=PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controller,
                            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                            "log.dirs=" + directory.resolve("log"),
                            "log.cleaner.dedupe.buffer.size=2097152",
                            "offsets.topic.num.partitions=1",
                            "offsets.topic.replication.factor=1",
                            "group.initial.rebalance.delay.ms=0"));
            Class.forName("kafka.tools.StorageTool")
                    .getMethod("execute", String[].class, PrintStream.class)
                    .invoke(
                            null,
                            new String[] {
                                "format",
                                "-t",
                                org.apache.kafka.common.Uuid.randomUuid().toString(),
                                "-c",
                                settings.toString()
                            },
                            System.err);
            Thread server = new Thread(() -> run(settings), "broker");
            server.setDaemon(true);
            server.start();
            return "localhost:" + port;
        }

        private static void run(Path settings) {
            try {
                Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object)
                        new String[] {settings.toString()});
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
