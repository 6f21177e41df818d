package dev.backstory;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.backstory.context.CausalContext;
import dev.backstory.context.UuidV7;
import dev.backstory.personal.KeyStore;
import dev.backstory.personal.SubjectKey;
import dev.backstory.store.InMemoryEventStore;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenTelemetryMetricsTest {

    private final InMemoryMetricReader collected = InMemoryMetricReader.create();

    @AfterEach
    void forget() {
        GlobalOpenTelemetry.resetForTest();
    }

    record Registered(@Personal(subject = "customer/42") String email) {}

    /** A key management service that does not answer. */
    private static final class Sealed implements KeyStore {

        @Override
        public SubjectKey of(String subject) {
            throw new IllegalStateException("sealed");
        }

        @Override
        public @Nullable SubjectKey find(String subject) {
            throw new IllegalStateException("sealed");
        }

        @Override
        public Map<String, SubjectKey> byId(Set<String> ids) {
            throw new IllegalStateException("sealed");
        }

        @Override
        public SubjectKey erase(String subject) {
            throw new IllegalStateException("sealed");
        }
    }

    private void applicationSetsItsOpenTelemetry() {
        OpenTelemetrySdk.builder()
                .setMeterProvider(SdkMeterProvider.builder()
                        .registerMetricReader(collected)
                        .build())
                .buildAndRegisterGlobal();
    }

    private Map<String, Long> published() {
        Map<String, Long> byResult = new TreeMap<>();
        for (MetricData each : collected.collectAllMetrics()) {
            if (each.getName().equals("backstory.events.published")) {
                for (LongPointData point : each.getLongSumData().getPoints()) {
                    byResult.put(
                            point.getAttributes().get(AttributeKey.stringKey("backstory.result")), point.getValue());
                }
            }
        }
        return byResult;
    }

    @Test
    void events_are_counted_by_what_became_of_them() {
        applicationSetsItsOpenTelemetry();
        try (EventPublisher publisher = EventPublisher.builder()
                .service("shop")
                .store(new InMemoryEventStore("shop"))
                .build()) {
            publisher.publish(Event.of("OrderPlaced").build());
            publisher.publishAsync(Event.of("OrderPlaced").build()).join();
            String id = UuidV7.nextText();
            Event twice = Event.of("OrderPlaced").id(id).build();
            publisher.publish(twice);
            assertThatThrownBy(
                            () -> publisher.publish(Event.of("Another").id(id).build()))
                    .isInstanceOf(PublishException.class);
            assertThat(published())
                    .containsEntry("stored", 3L)
                    .containsEntry("failed", 1L)
                    .containsEntry("journaled", 0L)
                    .containsEntry("in_transaction", 0L);
            assertThat(collected.collectAllMetrics())
                    .filteredOn(each -> each.getName().equals("backstory.events.waiting"))
                    .singleElement()
                    .satisfies(
                            each -> assertThat(each).hasUnit("{event}").hasLongSumSatisfying(sum -> sum.isNotMonotonic()
                                    .hasPointsSatisfying(point -> point.hasValue(0)
                                            .hasAttributes(Attributes.of(
                                                    AttributeKey.stringKey("backstory.service"), "shop")))));
        }
        assertThat(collected.collectAllMetrics()).as("after it was closed").isEmpty();
        assertThat(CausalContext.current().isNone()).isTrue();
    }

    @Test
    void each_event_that_its_publisher_gets_an_exception_for_is_counted_as_failed() {
        applicationSetsItsOpenTelemetry();
        Connection connection = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);
        String id = UuidV7.nextText();
        Event invalid = Event.of("OrderPlaced").id("4822").build();
        try (EventPublisher publisher = EventPublisher.builder()
                .store(new InMemoryEventStore())
                .keyStore(new Sealed())
                .build()) {
            publisher.publish(Event.of("OrderPlaced").id(id), connection);
            assertThatThrownBy(() -> publisher.publish(Event.of("Another").id(id), connection))
                    .isInstanceOf(PublishException.class);
            assertThatThrownBy(() -> publisher.publish(invalid)).isInstanceOf(PublishException.class);
            assertThatThrownBy(() -> publisher.publish(invalid, connection)).isInstanceOf(PublishException.class);
            assertThat(publisher.publishAsync(invalid)).isCompletedExceptionally();
            assertThatThrownBy(() -> publisher.publish(new Registered("ann@example.com")))
                    .hasMessage("sealed");
            assertThatThrownBy(() -> publisher.publishAsync(new Registered("ann@example.com")))
                    .hasMessage("sealed");
            assertThat(published()).containsEntry("in_transaction", 1L).containsEntry("failed", 6L);
        }
    }

    @Test
    void a_follower_says_how_far_behind_it_is_and_how_often_its_handler_failed() {
        applicationSetsItsOpenTelemetry();
        AtomicInteger calls = new AtomicInteger();
        try (EventPublisher publisher = EventPublisher.builder()
                .service("shop")
                .store(new InMemoryEventStore())
                .build()) {
            publisher.publish(Event.of("OrderPlaced").build());
            publisher.follower("receipts").start(event -> {
                if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("once");
                }
            });
            await().until(() -> calls.get() == 2);
            assertThat(collected.collectAllMetrics()).anySatisfy(each -> assertThat(each)
                    .hasName("backstory.follower.failures")
                    .hasLongSumSatisfying(sum -> sum.isMonotonic().hasPointsSatisfying(point -> point.hasValue(1)
                            .hasAttributes(Attributes.of(
                                    AttributeKey.stringKey("backstory.service"),
                                    "shop",
                                    AttributeKey.stringKey("backstory.follower"),
                                    "receipts")))));
            await().until(() -> collected.collectAllMetrics().stream()
                    .filter(each -> each.getName().equals("backstory.follower.lag"))
                    .flatMap(each -> each.getDoubleGaugeData().getPoints().stream())
                    .anyMatch(point -> point.getValue() == 0));
        }
    }

    @Test
    void which_opentelemetry_an_application_uses_is_left_to_it() {
        try (EventPublisher publisher =
                EventPublisher.builder().store(new InMemoryEventStore()).build()) {
            publisher.publish(Event.of("OrderPlaced").build());
            assertThat(GlobalOpenTelemetry.isSet()).isFalse();
            applicationSetsItsOpenTelemetry();
            assertThat(GlobalOpenTelemetry.isSet()).isTrue();
        }
    }
}
