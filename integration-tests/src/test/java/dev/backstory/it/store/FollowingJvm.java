package dev.backstory.it.store;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Follower;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.EventFilter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Another JVM that follows, writes a row and publishes an event for each that it handles, and stops in the midst of one. */
final class FollowingJvm implements AutoCloseable {

    private final SpokenJvm jvm;

    private FollowingJvm(SpokenJvm jvm) {
        this.jvm = jvm;
    }

    /** Handles so many events; has done its work for the next one, and does not return. */
    static FollowingJvm start(PostgresServer.Database database, String type, int until) {
        return new FollowingJvm(SpokenJvm.start(
                Main.class,
                Map.of(
                        "backstory.url", database.url(),
                        "backstory.user", database.user(),
                        "backstory.password", database.password(),
                        "backstory.service", "victim"),
                List.of(type, Integer.toString(until))));
    }

    boolean says(String line) {
        return jvm.lines().contains(line);
    }

    void kill() {
        jvm.kill();
    }

    @Override
    public void close() {
        jvm.kill();
    }

    /** Follows that type; negative: never stops. */
    static Follower follow(EventPublisher publisher, String type, int until) {
        AtomicInteger handled = new AtomicInteger();
        return publisher.follower(type).only(EventFilter.types(type)).startInTransaction((event, connection) -> {
            try (var insert = connection.prepareStatement("INSERT INTO effect VALUES (?::uuid)")) {
                insert.setString(1, event.id());
                insert.execute();
            }
            publisher.publish(Event.of("Answered"), connection);
            if (handled.getAndIncrement() == until) {
                SpokenJvm.say("IN HAND");
                new CountDownLatch(1).await();
            }
        });
    }

    /** What runs in the other JVM. */
    static final class Main {

        private Main() {}

        public static void main(String[] args) throws InterruptedException {
            SpokenJvm.leaveWithTheTest();
            follow(EventPublisher.create(), args[0], Integer.parseInt(args[1]));
            new CountDownLatch(1).await();
        }
    }
}
