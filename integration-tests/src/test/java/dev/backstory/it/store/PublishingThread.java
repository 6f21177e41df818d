package dev.backstory.it.store;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Personal;
import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** In a {@link PublishingJvm}: publishes one event after the other, in its way, and says of each how that went. */
final class PublishingThread implements Runnable {

    /** The type of some of the events, for a follower. */
    static final String COUNTED = "Counted";

    private static final int AT_ONCE = 16;

    /** How it publishes. */
    enum Way {
        /** Waits for each event. */
        WAITING,
        /** Has several on their way. */
        ASYNCHRONOUS,
        /** On a connection of its own, beside a row in the table {@code own}. */
        IN_TRANSACTION,
        /** With personal data of somebody new. */
        PERSONAL
    }

    record Registered(
            String id,
            int thread,
            int i,
            Way way,
            @Personal(subject = "customer/{id}") String email) {}

    private final EventPublisher publisher;
    private final String story;
    private final int number;
    private final Way way;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private @Nullable Connection connection;

    PublishingThread(EventPublisher publisher, String story, int number, Way way) {
        this.publisher = publisher;
        this.story = story;
        this.number = number;
        this.way = way;
    }

    @Override
    public void run() {
        try {
            for (int i = 0; ; i++) {
                Step step = Step.of(Step.JOB, "publishing").correlationId(story).start();
                try (Scope scope = step.context().activate()) {
                    publish(UuidV7.nextText(), i);
                } finally {
                    step.end();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(String id, int i) throws InterruptedException {
        Event.Builder event = Event.of(i % 20 == 0 ? COUNTED : "Fact").id(id);
        if (way == Way.PERSONAL) {
            event.data(new Registered(id, number, i, way, email(id)));
        } else {
            event.data(Map.of("thread", number, "i", i, "way", way));
        }
        switch (way) {
            case WAITING, PERSONAL -> publishAndWait(event, id);
            case ASYNCHRONOUS -> publishAsync(event, id);
            case IN_TRANSACTION -> publishInTransaction(event, id);
        }
    }

    static String email(String id) {
        return id + "@example.com";
    }

    private void publishAndWait(Event.Builder event, String id) {
        try {
            say(publisher.publish(event));
        } catch (PublishException e) {
            say(id, e.mayBeStored());
        }
    }

    private void publishAsync(Event.Builder event, String id) throws InterruptedException {
        room.acquire();
        var unused = publisher.publishAsync(event).whenComplete((receipt, failure) -> {
            if (receipt != null) {
                say(receipt);
            } else {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                say(id, !(cause instanceof PublishException refused) || refused.mayBeStored());
            }
            room.release();
        });
    }

    private void publishInTransaction(Event.Builder event, String id) throws InterruptedException {
        boolean committing = false;
        try {
            Connection open = connected();
            try (PreparedStatement row = open.prepareStatement("INSERT INTO own VALUES (?::uuid)")) {
                row.setString(1, id);
                row.execute();
            }
            publisher.publish(event, open);
            committing = true;
            open.commit();
            SpokenJvm.say("COMMITTED " + id);
        } catch (SQLException | PublishException e) {
            disconnect();
            say(id, committing || (e instanceof PublishException refused && refused.mayBeStored()));
            // Nobody asks a database that is away again and again without a pause.
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            Properties properties = new Properties();
            properties.setProperty("user", System.getProperty("backstory.user"));
            properties.setProperty("password", System.getProperty("backstory.password"));
            properties.setProperty("socketTimeout", "20");
            open = DriverManager.getConnection(System.getProperty("backstory.url"), properties);
            connection = open;
            open.setAutoCommit(false);
        }
        return open;
    }

    private void disconnect() {
        try (Connection broken = connection) {
            connection = null;
        } catch (SQLException e) {
            // It is gone, as it was to be.
        }
    }

    private static void say(Receipt receipt) {
        SpokenJvm.say(receipt.outcome() + " " + receipt.eventId());
    }

    private static void say(String id, boolean mayBeStored) {
        SpokenJvm.say((mayBeStored ? "MAYBE " : "NOT_STORED ") + id);
    }
}
