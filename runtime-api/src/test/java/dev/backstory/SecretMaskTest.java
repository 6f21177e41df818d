package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.Scope;
import dev.backstory.store.InMemoryEventStore;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SecretMaskTest {

    private static final String CARD = "4111111111111111";

    record Login(String userName, String passwordHash, boolean hasPassword, Map<String, Object> headers) {}

    private static RecordedEvent published(Object event, String... settings) {
        InMemoryEventStore store = new InMemoryEventStore();
        EventPublisher.Builder builder = EventPublisher.builder().store(store);
        for (int i = 0; i < settings.length; i += 2) {
            builder.setting(settings[i], settings[i + 1]);
        }
        try (EventPublisher publisher = builder.build()) {
            publisher.publish(event);
        }
        return store.events().get(0);
    }

    private static JsonNode data(Map<String, Object> data, String... settings) {
        return published(Event.of("A").data(data).build(), settings).data();
    }

    @Test
    void fields_named_like_secrets_are_masked_at_any_depth() {
        JsonNode data = published(new Login(
                        "ada",
                        "5f4dcc3b",
                        true,
                        Map.of("Api_Key", "k-1", "list", List.of(Map.of("clientSecret", "s", "x-auth-token", 7)))))
                .data();

        assertThat(data.path("userName").asString()).isEqualTo("ada");
        assertThat(data.path("passwordHash").asString()).isEqualTo("***");
        assertThat(data.path("hasPassword").asBoolean()).isTrue();
        assertThat(data.at("/headers/Api_Key").asString()).isEqualTo("***");
        assertThat(data.at("/headers/list/0/clientSecret").asString()).isEqualTo("***");
        assertThat(data.at("/headers/list/0/x-auth-token").asString()).isEqualTo("***");
    }

    @Test
    void a_whole_object_under_a_secret_name_goes() {
        assertThat(data(Map.of("tokens", Map.of("a", "1"))).path("tokens").asString())
                .isEqualTo("***");
    }

    @Test
    void metadata_is_masked_wherever_it_comes_from() {
        RecordedEvent event;
        try (Scope scope = Events.with("sessionToken", "t")) {
            assertThat(scope).isNotNull();
            event = published(
                    Event.of("A").metadata("note", "paid with " + CARD).metadata("tenant", "acme"));
        }
        assertThat(event.metadata())
                .containsEntry("sessionToken", "***")
                .containsEntry("note", "paid with ************1111")
                .containsEntry("tenant", "acme");
    }

    @ParameterizedTest
    @CsvSource({
        "4111111111111111, ************1111",
        "5555 5555 5555 4444, ************4444",
        "3782-822463-10005, ************0005",
        "'a 6011111111111117, b 30569309025904.', 'a ************1117, b ************5904.'",
        "'2223003122003222 or 4222222222222', '************3222 or ************2222'",
        "'4111111111111111 12', '************1111 12'",
    })
    void card_numbers_are_masked_in_text(String text, String expected) {
        assertThat(CardNumbers.mask(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112",
                "1111111111111117",
                "41111111111111110000000",
                "2026-11-24 14:02:11",
                "DE44500105175407324931",
                "0192f3a4-1111-7111-8111-111111111111",
                "4111--1111 1111 1111",
                "x4111111111111111",
                "41111111-1111-1111-1111-111111111111",
                "4111111111111111_2",
                "",
            })
    void other_digits_stay(String text) {
        assertThat(CardNumbers.mask(text)).isSameAs(text);
    }

    @Test
    void any_text_can_be_looked_at() {
        Random random = new Random(7);
        char[] alphabet = "0123456789 -4x".toCharArray();
        for (int i = 0; i < 20_000; i++) {
            char[] text = new char[random.nextInt(60)];
            for (int j = 0; j < text.length; j++) {
                text[j] = alphabet[random.nextInt(alphabet.length)];
            }
            String masked = CardNumbers.mask(new String(text));
            assertThat(CardNumbers.mask(masked)).as(Arrays.toString(text)).isEqualTo(masked);
        }
    }

    @Test
    void card_numbers_are_masked_in_numbers_too() {
        JsonNode data = data(Map.of("a", Long.parseLong(CARD), "b", new BigInteger(CARD), "c", 42));

        assertThat(data.path("a").asString()).isEqualTo("************1111");
        assertThat(data.path("b").asString()).isEqualTo("************1111");
        assertThat(data.path("c").asInt()).isEqualTo(42);
    }

    @Test
    void what_only_looks_like_a_secret_can_be_allowed() {
        JsonNode data = data(
                Map.of("tokenCount", 5, "orderId", CARD, "token", "t"), "backstory.mask.allow", "token_count, orderId");

        assertThat(data.path("tokenCount").asInt()).isEqualTo(5);
        assertThat(data.path("orderId").asString()).isEqualTo(CARD);
        assertThat(data.path("token").asString()).isEqualTo("***");
    }

    @Test
    void patterns_and_card_numbers_can_be_switched_off() {
        JsonNode none =
                data(Map.of("password", "p", "card", CARD), "backstory.mask", "none", "backstory.mask.cards", "false");
        JsonNode own = data(Map.of("password", "p", "nationalId", "x"), "backstory.mask", "nationalId");

        assertThat(none.path("password").asString()).isEqualTo("p");
        assertThat(none.path("card").asString()).isEqualTo(CARD);
        assertThat(own.path("password").asString()).isEqualTo("p");
        assertThat(own.path("nationalId").asString()).isEqualTo("***");
    }

    @Test
    void the_applications_own_json_is_left_as_it_is() {
        var own = tools.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("password", "p");

        assertThat(published(Event.of("A").data(own)).data().path("password").asString())
                .isEqualTo("***");
        assertThat(own.path("password").asString()).isEqualTo("p");
    }
}
