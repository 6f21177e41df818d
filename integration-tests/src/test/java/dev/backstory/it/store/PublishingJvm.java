package dev.backstory.it.store;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import java.util.List;
import java.util.Map;

/**
 * Another JVM whose threads publish one event after the other until it is killed, and say of each on its standard output,
 * after {@code publish} has returned or thrown, how it went.
 */
final class PublishingJvm implements AutoCloseable {

    private final SpokenJvm jvm;

    private PublishingJvm(SpokenJvm jvm) {
        this.jvm = jvm;
    }

    /** Starts one; the settings are those of the publisher in it. */
    static PublishingJvm start(int threads, String story, Map<String, String> settings) {
        return new PublishingJvm(SpokenJvm.start(Main.class, settings, List.of(Integer.toString(threads), story)));
    }

    /** The ids of events with that outcome so far: {@code STORED}, {@code JOURNALED}, {@code NOT_STORED}, {@code MAYBE}. */
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
                int number = i;
                new Thread(() -> publish(publisher, args[1], number), "publisher-" + i).start();
            }
        }

        private static void publish(EventPublisher publisher, String story, int thread) {
            for (int i = 0; ; i++) {
                String id = UuidV7.nextText();
                Step step = Step.of(Step.JOB, "publishing").correlationId(story).start();
                Scope scope = step.context().activate();
                try {
                    Receipt receipt = publisher.publish(Event.of("Fact").id(id).data(Map.of("thread", thread, "i", i)));
                    SpokenJvm.say(receipt.outcome() + " " + receipt.eventId());
                } catch (PublishException e) {
                    SpokenJvm.say((e.mayBeStored() ? "MAYBE " : "NOT_STORED ") + id);
                } finally {
                    scope.close();
                    step.end();
                }
            }
        }
    }
}
