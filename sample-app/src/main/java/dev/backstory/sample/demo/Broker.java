package dev.backstory.sample.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** A Kafka broker in a JVM of its own, for a demo with nothing to install: {@code Broker <directory> <port> <port>}. */
final class Broker {

    private Broker() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        Path settings = directory.resolve("server.properties");
        Files.write(
                settings,
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@localhost:" + args[2],
                        "controller.listener.names=CONTROLLER",
                        "listeners=PLAINTEXT://localhost:" + args[1] + ",CONTROLLER://localhost:" + args[2],
                        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "log.dirs=" + directory.resolve("log"),
                        "log.cleaner.dedupe.buffer.size=2097152",
                        "offsets.topic.num.partitions=1",
                        "offsets.topic.replication.factor=1",
                        "group.initial.rebalance.delay.ms=0"));
        StorageTool.execute(
                new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", settings.toString()}, System.out);
        Kafka.main(new String[] {settings.toString()});
    }
}
