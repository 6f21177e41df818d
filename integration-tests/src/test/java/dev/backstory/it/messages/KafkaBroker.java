package dev.backstory.it.messages;

import dev.backstory.it.harness.TestJvm;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Kafka, in a JVM of its own, without an agent. */
final class KafkaBroker extends Broker {

    @Override
    void start() {
        TestJvm jvm = TestJvm.of(Server.class)
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
        String port = Integer.toString(freePort());
        jvm.call("start", port, Integer.toString(freePort()));
        listens("localhost:" + port, jvm);
    }

    /** The broker's JVM. */
    static final class Server {

        private Server() {}

        static void start(String port, String controller) throws Exception {
            Path directory = Files.createTempDirectory("kafka");
            Path settings = directory.resolve("server.properties");
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
        }

        private static void run(Path settings) {
            try {
                Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object)
                        new String[] {settings.toString()});
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
