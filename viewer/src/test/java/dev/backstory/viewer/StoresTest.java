package dev.backstory.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.StoreUnavailableException;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.store.InMemoryEventStore;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.viewer.story.Story;
import dev.backstory.viewer.story.TextTree;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoresTest {

    private static final StoryReader AWAY = (StoryReader) Proxy.newProxyInstance(
            StoresTest.class.getClassLoader(), new Class<?>[] {StoryReader.class}, (proxy, method, arguments) -> {
                throw new StoreUnavailableException("gone", null);
            });

    private final InMemoryEventStore shop = new InMemoryEventStore("shop");
    private final InMemoryEventStore shipping = new InMemoryEventStore("shipping");
    private final EventPublisher inShop = EventPublisher.builder().store(shop).build();
    private final EventPublisher inShipping =
            EventPublisher.builder().store(shipping).build();

    @AfterEach
    void close() {
        inShop.close();
        inShipping.close();
    }

    private Receipt order() {
        Step step = Step.of(Step.REQUEST, "POST /orders").start();
        try (Scope scope = step.context().activate()) {
            assertThat(scope).isNotNull();
            Receipt placed =
                    inShop.publish(Event.of("OrderPlaced").subject("order/1").build());
            inShipping.publish(Event.of("ShipmentRequested").subject("order/1").build());
            return placed;
        } finally {
            step.end();
        }
    }

    @Test
    void a_story_in_two_stores_is_one_story() {
        Receipt placed = order();
        Stores stores = new Stores(Map.of("shop", shop.reader(), "shipping", shipping.reader()));
        var read = stores.story(placed.correlationId(), "");
        assertThat(read.away()).isEmpty();
        assertThat(read.value().records().events())
                .extracting(RecordedEvent::type)
                .containsExactly("OrderPlaced", "ShipmentRequested");
        assertThat(read.value().records().steps()).hasSize(1);
        assertThat(read.value().records().instances()).hasSize(2);
        assertThat(read.value().next().areOver()).isTrue();
    }

    @Test
    void a_story_names_the_batches_of_each_store_that_took_its_work_and_leads_to_them() throws Exception {
        String story = order().correlationId();
        String first = batch(inShipping, "parcels", story);
        String second = batch(inShop, "invoices", "another " + story);
        Map<String, StoryReader> readers = Map.of("shop", shop.reader(), "shipping", shipping.reader());
        assertThat(new Stores(readers).story(story, "").value().records().batches())
                .extracting(StoryHead::correlationId)
                .containsExactly(second, first);
        assertThat(TextTree.of(Story.of(new Stores(readers).whole(story).value())))
                .contains(Story.BATCHES, "message parcels  Handled ×2  shipping", "story " + first);
        try (ViewerServer viewer = ViewerServer.start(0, ViewerSetup.of(readers))) {
            Links links = new Links("");
            for (String form : List.of("", "/story.html", "/story.md", "/story.json")) {
                assertThat(get(viewer, links.story(story) + form).body())
                        .as(form)
                        .contains("message parcels", "message invoices");
            }
            assertThat(get(viewer, links.story(story)).body())
                    .contains(Story.BATCHES, second, "href=\"" + links.story(first) + "\"", "Handled ×2");
            assertThat(get(viewer, links.story(first)).body()).doesNotContain(Story.BATCHES);
        }
    }

    private static HttpResponse<String> get(ViewerServer viewer, String path) throws Exception {
        URI address = URI.create("http://localhost:" + viewer.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String batch(EventPublisher publisher, String name, String joined) {
        Step step = Step.of(Step.MESSAGE, name)
                .attribute(RecordedStep.JOINS, joined)
                .start();
        try (Scope scope = step.context().activate()) {
            assertThat(scope).isNotNull();
            publisher.publish(Event.of("Handled").build());
            return publisher.publish(Event.of("Handled").build()).correlationId();
        } finally {
            step.end();
        }
    }

    @Test
    void a_big_story_in_two_stores_is_told_in_parts_and_each_event_once() {
        Step step = Step.of(Step.REQUEST, "POST /import").start();
        List<String> published = new ArrayList<>();
        try (Scope scope = step.context().activate()) {
            assertThat(scope).isNotNull();
            for (int i = 0; i < 17; i++) {
                published.add(inShop.publish(Event.of("Imported").build()).eventId());
                if (i % 3 == 0) {
                    published.add(
                            inShipping.publish(Event.of("Announced").build()).eventId());
                }
            }
        }
        step.end();
        Map<String, StoryReader> readers = new LinkedHashMap<>();
        readers.put("shop", shop.reader());
        readers.put("shipping", shipping.reader());
        Stores stores = new Stores(readers, 4);
        List<String> told = new ArrayList<>();
        String from = "";
        do {
            Stores.Part part = stores.story(step.correlationId(), from).value();
            assertThat(part.records().events()).hasSizeLessThanOrEqualTo(8);
            assertThat(part.records().steps()).extracting(RecordedStep::id).containsExactly(step.id());
            part.records().events().forEach(each -> told.add(each.id()));
            from = part.next().areOver() ? "" : part.next().toString();
        } while (!from.isEmpty());
        assertThat(told).containsExactlyInAnyOrderElementsOf(published);

        String late = published.get(published.size() - 2);
        Stores.Part around = stores.storyAt(step.correlationId(), late).value();
        assertThat(around.records().events()).extracting(RecordedEvent::id).contains(late);
        assertThat(stores.storyAt(step.correlationId(), UuidV7.nextText())
                        .value()
                        .records()
                        .isEmpty())
                .isTrue();
        assertThat(Places.parse("garbage~1", 2)).isEqualTo(Places.beginning(2));
    }

    @Test
    void a_store_that_is_away_is_not_asked_again_at_once() {
        AtomicInteger asked = new AtomicInteger();
        StoryReader counted = (StoryReader) Proxy.newProxyInstance(
                StoresTest.class.getClassLoader(), new Class<?>[] {StoryReader.class}, (proxy, method, arguments) -> {
                    asked.incrementAndGet();
                    throw new StoreUnavailableException("gone", null);
                });
        Stores stores = new Stores(Map.of("shop", shop.reader(), "archive", counted));
        Receipt placed = order();
        for (int i = 0; i < 3; i++) {
            assertThat(stores.story(placed.correlationId(), "").away()).containsExactly("archive");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_list_of_two_stores_is_one_list_on_every_page() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            told.add(0, order().correlationId());
        }
        Stores stores = new Stores(Map.of("shop", shop.reader(), "shipping", shipping.reader()));
        List<StoryHead> listed = new ArrayList<>();
        StoryQuery query = StoryQuery.newest(3);
        while (query != null) {
            var page = stores.stories(query).value();
            listed.addAll(page.stories());
            query = page.next() == null ? null : query.after(page.next());
        }
        assertThat(listed).extracting(StoryHead::correlationId).containsExactlyElementsOf(told);
        assertThat(listed).allSatisfy(head -> {
            assertThat(head.types().keySet()).containsExactlyInAnyOrder("OrderPlaced", "ShipmentRequested");
            assertThat(head.services()).containsExactlyInAnyOrder("shop", "shipping");
        });
    }

    @Test
    void a_store_that_is_away_is_named_and_the_other_one_still_tells() throws Exception {
        Receipt placed = order();
        Map<String, StoryReader> readers = new LinkedHashMap<>();
        readers.put("shop", shop.reader());
        readers.put("archive", AWAY);
        try (ViewerServer viewer = ViewerServer.start(0, ViewerSetup.of(readers))) {
            HttpResponse<String> answer = get(viewer, "/stories/" + placed.correlationId());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("Order placed", "Not complete", "archive");
        }
        assertThat(catchThrowable(() -> new Stores(Map.of("a", AWAY, "b", AWAY)).story(placed.correlationId(), "")))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
