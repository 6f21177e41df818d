package dev.backstory.benchmarks.store;

import dev.backstory.EventPublisher;
import dev.backstory.store.postgres.Summaries;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * Events through the library as an application has it. Only one process of all keeps the summaries for search, in the
 * background; so they are left out, or made after each slice and their time counted.
 */
final class Ours implements Contender {

    private final EventPublisher publisher;
    private final Summaries summaries;
    private final InFlight inFlight;
    private final boolean withSummaries;

    Ours(DataSource database, InFlight inFlight, boolean withSummaries) {
        this.publisher = publisherTo(database);
        this.summaries = new Summaries(database);
        this.inFlight = inFlight;
        this.withSummaries = withSummaries;
    }

    static EventPublisher publisherTo(DataSource database) {
        return EventPublisher.builder()
                .service("shop")
                .dataSource(database)
                .setting("backstory.summaries", "false")
                .build();
    }

    @Override
    public String title() {
        return "Backstory" + inFlight.suffix() + (withSummaries ? ", summaries made too" : "");
    }

    @Override
    public long publish(int number, BooleanSupplier more) {
        if (inFlight.atMost() > 1) {
            return inFlight.publish(() -> publisher.publishAsync(OrderPlaced.next()), more);
        }
        long events = 0;
        while (more.getAsBoolean()) {
            publisher.publish(OrderPlaced.next());
            events++;
        }
        return events;
    }

    @Override
    public void settle() {
        if (withSummaries) {
            summaries.catchUp(status -> {});
        }
    }

    @Override
    public void close() {
        publisher.close();
    }
}
