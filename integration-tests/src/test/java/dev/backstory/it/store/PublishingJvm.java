package dev.backstory.it.store;

import static dev.backstory.it.store.PublishingThread.Way.WAITING;

import dev.backstory.EventPublisher;
import dev.backstory.Follower;
import dev.backstory.store.EventFilter;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;

/**
 * Another JVM whose threads publish one event after the other until it is killed, and say of each on its standard output,
 * after {@code publish} has returned or thrown, how it went.
 */
final class PublishingJvm implements AutoCloseable {

    private static final String EVERY_WAY = "EVERY_WAY";

    private final SpokenJvm jvm;

    private PublishingJvm(SpokenJvm jvm) {
        this.jvm = jvm;
    }

    /** Starts one whose threads wait for each event; the settings are those of the publisher in it. */
    static PublishingJvm start(int threads, String story, Map<String, String> settings) {
        return start(threads, story, WAITING.name(), settings);
    }

    /** The same, with threads that publish in each {@link PublishingThread.Way}, and a follower that {@linkplain #count counts}. */
    static PublishingJvm startEveryWay(int threads, String story, Map<String, String> settings) {
        return start(threads, story, EVERY_WAY, settings);
    }

    private static PublishingJvm start(int threads, String story, String ways, Map<String, String> settings) {
        return new PublishingJvm(
                SpokenJvm.start(Main.class, settings, List.of(Integer.toString(threads), story, ways)));
    }

    /** Notes each event that is to be counted in the table {@code counted}. */
    static Follower count(EventPublisher publisher) {
        return publisher
                .follower("counting")
                .only(EventFilter.types(PublishingThread.COUNTED))
                .startInTransaction((event, connection) -> {
                    try (PreparedStatement row = connection.prepareStatement("INSERT INTO counted VALUES (?::uuid)")) {
                        row.setString(1, event.id());
                        row.execute();
                    }
                });
    }

    /**
     * The ids of events with that outcome so far: {@code STORED}, {@code JOURNALED}, {@code COMMITTED} in a transaction,
     * {@code NOT_STORED}, {@code MAYBE}.
     */
    List<String> ids(String outcome) {
        return jvm.lines().stream()
                .filter(each -> each.startsWith(outcome + " "))
                .map(each -> each.substring(outcome.length() + 1))
                .toList();
    }

    long count() {
        return jvm.lines().size();
    }

    boolean isAlive() {
        return jvm.process().isAlive();
    }

    long pid() {
        return jvm.process().pid();
    }

    /** As the kernel does it when memory is short. */
    void kill() {
        jvm.kill();
    }

    @Override
    public void close() {
        kill();
    }

    /** What runs in the other JVM. */
    static final class Main {

        private Main() {}

        public static void main(String[] args) {
            SpokenJvm.leaveWithTheTest();
            EventPublisher publisher = EventPublisher.create();
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                new Thread(new PublishingThread(publisher, args[1], i, way(i, args[2])), "publisher-" + i).start();
            }
            if (args[2].equals(EVERY_WAY)) {
                count(publisher);
            }
        }

        /** Half of them wait. */
        private static PublishingThread.Way way(int thread, String ways) {
            PublishingThread.Way[] all = PublishingThread.Way.values();
            return ways.equals(EVERY_WAY) && thread % 2 == 1 ? all[thread / 2 % all.length] : WAITING;
        }
    }
}
