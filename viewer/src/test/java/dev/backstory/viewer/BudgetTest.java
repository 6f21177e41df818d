package dev.backstory.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.store.InMemoryEventStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a page may weigh, so that it opens at once on a slow line. */
class BudgetTest {

    private static final int ROWS = 200;
    private static final int PAGE_BYTES = 60_000;
    private static final int SCRIPT_BYTES = 10_000;

    private static HttpResponse<byte[]> get(ViewerServer viewer, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + viewer.port() + path))
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void a_story_of_two_hundred_rows_is_a_small_page() throws Exception {
        InMemoryEventStore store = new InMemoryEventStore("shop");
        String story = "";
        try (EventPublisher publisher = EventPublisher.builder().store(store).build()) {
            for (int i = 0; i < ROWS / 4; i++) {
                Step job = i == 0
                        ? Step.of(Step.REQUEST, "POST /orders").start()
                        : Step.of(Step.JOB, "Job" + i).correlationId(story).start();
                try (Scope scope = job.context().activate()) {
                    assertThat(scope).isNotNull();
                    for (String type : List.of("OrderPlaced", "StockReserved", "InvoiceSent")) {
                        story = publisher
                                .publish(Event.of(type)
                                        .subject("order/" + i)
                                        .subject("customer/" + i * 31)
                                        .data(Map.of("amount", i + ".50", "currency", "EUR", "note", "for " + type + i))
                                        .metadata("tenant", "acme")
                                        .metadata("actor", "user" + i + "@example.com")
                                        .build())
                                .correlationId();
                    }
                }
                job.end();
            }
        }
        try (ViewerServer viewer = ViewerServer.start(0, store.reader())) {
            HttpResponse<byte[]> page = get(viewer, "/stories/" + story);
            assertThat(page.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(new Links("").story(story)).isNotEmpty();
            assertThat(store.reader().story(story).events()).hasSizeGreaterThanOrEqualTo(ROWS / 4 * 3);
            assertThat(page.body().length).isLessThan(PAGE_BYTES);
        }
    }

    @Test
    void the_scripts_are_small() throws Exception {
        Assets assets = new Assets();
        int bytes = 0;
        for (String script : List.of("backstory.js", "panel.js", "keys.js", "zone.js")) {
            Assets.Asset asset = Objects.requireNonNull(assets.find(script), script);
            bytes += asset.content().length();
        }
        assertThat(bytes).isLessThan(SCRIPT_BYTES);
    }
}
