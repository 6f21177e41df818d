package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.context.UuidV7;
import dev.backstory.store.InMemoryEventStore;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class PersonalDataTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final EventPublisher publisher = publisher();

    private EventPublisher publisher(String... settings) {
        EventPublisher.Builder builder = EventPublisher.builder().store(store).setting("backstory.master-key", KEY);
        for (int i = 0; i < settings.length; i += 2) {
            builder.setting(settings[i], settings[i + 1]);
        }
        return builder.build();
    }

    record Recipient(
            int id, @Personal(subject = "customer/{id}") String name) {}

    @Subject("customer/{customerId}")
    record Registered(
            long customerId,
            @Personal(subject = "customer/{customerId}") String email,

            @Personal(subject = "customer/{customerId}") @org.jspecify.annotations.Nullable
            BigDecimal income,

            List<Recipient> recipients,
            String plan) {}

    @Subject("person/{email}")
    record AboutAnAddress(
            @Personal(subject = "person/{email}") String email) {}

    private static Registered ada() {
        return new Registered(
                42,
                "ada@example.com",
                new BigDecimal("12.50"),
                List.of(new Recipient(7, "Grace\uD800"), new Recipient(42, "Ada")),
                "gold");
    }

    private JsonNode read(Receipt receipt) {
        return read(publisher, receipt);
    }

    private static JsonNode read(EventPublisher publisher, Receipt receipt) {
        return Objects.requireNonNull(publisher.reader().event(receipt.eventId()))
                .data();
    }

    private String stored() {
        return store.events().toString();
    }

    @Test
    void personal_values_are_never_stored_as_they_are_and_read_with_the_key() {
        JsonNode data = read(publisher.publish(ada()));

        assertThat(stored()).doesNotContain("ada@", "12.5", "Grace", "Ada").contains("gold", "customer/42");
        assertThat(data.path("email").asString()).isEqualTo("ada@example.com");
        assertThat(data.path("income").decimalValue()).isEqualByComparingTo("12.5");
        assertThat(data.at("/recipients/0/name").asString()).isEqualTo("Grace\uD800");
        assertThat(data.at("/recipients/1/name").asString()).isEqualTo("Ada");
        assertThat(data.path("plan").asString()).isEqualTo("gold");
    }

    @Test
    void names_are_the_mappers_business() {
        EventPublisher snake = EventPublisher.builder()
                .store(store)
                .setting("backstory.master-key", KEY)
                .jsonMapper(JsonMapper.builder()
                        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                        .build())
                .build();
        Receipt receipt = snake.publish(ada());

        assertThat(stored()).doesNotContain("ada@").contains("customer_id");
        assertThat(read(snake, receipt).path("email").asString()).isEqualTo("ada@example.com");
    }

    @Test
    void a_value_that_is_absent_stays_absent() {
        JsonNode data = read(publisher.publish(new Registered(42, "ada@example.com", null, List.of(), "gold")));

        assertThat(data.path("income").isNull()).isTrue();
    }

    @Test
    void erasing_a_subject_leaves_the_others_readable_and_says_when() {
        Receipt receipt = publisher.publish(ada());
        Receipt erased = publisher.erase("customer/42", "asked by letter");

        JsonNode data = read(receipt);
        assertThat(data.path("email").asString()).matches("erased on request, \\d{4}-\\d\\d-\\d\\d");
        assertThat(data.at("/recipients/1/name").asString()).startsWith("erased on request");
        assertThat(data.at("/recipients/0/name").asString()).isEqualTo("Grace\uD800");
        assertThat(publisher.reader().story(erased.correlationId()).events())
                .extracting(RecordedEvent::type)
                .containsExactly("ErasureRequested", "PersonalDataErased");
    }

    @Test
    void what_is_published_after_the_erasure_is_withheld_also_by_others() {
        EventPublisher other = publisher();
        other.publish(ada());
        publisher.erase("customer/42", "asked by letter");
        Receipt here = publisher.publish(ada());
        Receipt elsewhere = other.publish(ada());

        assertThat(read(here).path("email").asString()).startsWith("erased on request");
        assertThat(read(elsewhere).path("email").asString()).startsWith("erased on request");
        assertThat(stored()).doesNotContain("ada@");
    }

    @Test
    void a_subject_can_be_erased_before_it_has_a_key() {
        Receipt erased = publisher.erase("customer/42", "asked by letter");

        assertThat(read(erased).path("hadKey").asBoolean(true)).isFalse();
        assertThat(read(publisher.publish(ada())).path("email").asString()).startsWith("erased on request");
    }

    @Test
    void without_a_master_key_the_event_is_refused_with_advice() {
        assertThatThrownBy(() -> EventPublisher.builder()
                        .store(new NoKeys(store))
                        .build()
                        .publish(ada()))
                .isInstanceOf(PublishException.class)
                .hasMessageContainingAll("Registered", "/email", "backstory.master-key.file", "openssl");
        assertThat(store.events()).isEmpty();
    }

    @Test
    void a_reader_without_the_key_sees_that_it_is_encrypted() {
        Receipt receipt = publisher.publish(ada());
        EventPublisher stranger = publisher("backstory.master-key", KEY.replace("AAEC", "BBEC"));

        assertThat(read(stranger, receipt).path("email").asString()).isEqualTo("encrypted");
    }

    @Test
    void an_older_master_key_still_reads_after_a_new_one_was_put_before_it() {
        Receipt receipt = publisher.publish(ada());
        EventPublisher rotated = publisher("backstory.master-key", KEY.replace("AAEC", "BBEC") + "," + KEY);
        rotated.publish(ada());

        assertThat(read(rotated, receipt).path("email").asString()).isEqualTo("ada@example.com");
        rotated.erase("customer/42", "test");
        assertThat(read(rotated, receipt).path("email").asString()).startsWith("erased");
    }

    @Test
    void a_master_key_that_cannot_be_used_is_named_without_being_told() {
        assertThatThrownBy(() -> publisher("backstory.master-key", "c2VjcmV0"))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("backstory.master-key")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void the_same_event_published_twice_is_the_same() {
        String id = UuidV7.nextText();
        Receipt first =
                publisher.publish(Event.of("Registered").id(id).data(ada()).build());
        Receipt second =
                publisher().publish(Event.of("Registered").id(id).data(ada()).build());

        assertThat(second.position()).isEqualTo(first.position());
    }

    @Test
    void a_subject_cannot_be_personal_itself() {
        assertThatThrownBy(() -> publisher.publish(new AboutAnAddress("ada@example.com")))
                .isInstanceOf(PublishException.class)
                .hasMessageContainingAll("person/{email}", "in the clear");
    }

    @Test
    void configuration_names_fields_of_maps_and_metadata() {
        EventPublisher configured = publisher(
                "backstory.personal",
                "OrderPlaced.buyers.email: customer/{id}, *.phone: customer/{buyer}, metadata.actorMail: user/{actor}");
        Receipt receipt = configured.publish(Event.of("OrderPlaced")
                .data(Map.of("buyers", List.of(Map.of("id", 1, "email", "a@b.c")), "phone", "555-0199", "buyer", 1))
                .metadata("actor", "9")
                .metadata("actorMail", "u@v.w")
                .build());

        assertThat(stored()).doesNotContain("a@b.c", "555-0199", "u@v.w");
        RecordedEvent event = Objects.requireNonNull(configured.reader().event(receipt.eventId()));
        assertThat(event.data().at("/buyers/0/email").asString()).isEqualTo("a@b.c");
        assertThat(event.data().path("phone").asString()).isEqualTo("555-0199");
        assertThat(event.metadata()).containsEntry("actorMail", "u@v.w").containsEntry("actor", "9");
        configured.erase("user/9", "left");
        assertThat(Objects.requireNonNull(configured.reader().event(receipt.eventId()))
                        .metadata()
                        .get("actorMail"))
                .startsWith("erased on request");
    }

    @Test
    void a_rule_that_is_none_is_refused() {
        assertThatThrownBy(() -> publisher("backstory.personal", "email"))
                .isInstanceOf(PublishException.class)
                .hasMessageContaining("Type.field");
    }

    @Test
    void text_that_pretends_to_be_encrypted_is_not_taken() {
        Receipt receipt = publisher.publish(ada());
        String stolen = store.events().get(0).data().path("email").asString();
        Receipt copied =
                publisher.publish(Event.of("A").data(Map.of("email", stolen)).build());

        assertThat(read(copied).path("email").asString()).isEqualTo("***");
        assertThat(read(receipt).path("email").asString()).isEqualTo("ada@example.com");
    }
}
