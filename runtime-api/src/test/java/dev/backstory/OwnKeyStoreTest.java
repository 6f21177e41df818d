package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.personal.KeyStore;
import dev.backstory.personal.PersonalReader;
import dev.backstory.personal.SubjectKey;
import dev.backstory.store.InMemoryEventStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that are kept by the application's own key management, in no table of ours. */
class OwnKeyStoreTest {

    /** The keys of a key management, which can be out of reach. */
    private static final class KeyManagement implements KeyStore {

        private final Map<String, SubjectKey> keys = new ConcurrentHashMap<>();
        private volatile boolean away;

        private void reach() {
            if (away) {
                throw new StoreUnavailableException("the key management did not answer", new IOException("no route"));
            }
        }

        @Override
        public SubjectKey of(String subject) {
            reach();
            return keys.computeIfAbsent(subject, each -> {
                byte[] secret = new byte[32];
                new SecureRandom().nextBytes(secret);
                return SubjectKey.usable(UUID.randomUUID().toString(), secret);
            });
        }

        @Override
        public Map<String, SubjectKey> byId(Set<String> ids) {
            reach();
            Map<String, SubjectKey> found = new HashMap<>();
            keys.values().forEach(each -> {
                if (ids.contains(each.id())) {
                    found.put(each.id(), each);
                }
            });
            return found;
        }

        @Override
        public @Nullable SubjectKey find(String subject) {
            reach();
            return keys.get(subject);
        }

        @Override
        public SubjectKey erase(String subject) {
            return Objects.requireNonNull(keys.computeIfPresent(
                    subject, (name, key) -> SubjectKey.erased(key.id(), Instant.parse("2026-11-24T10:00:00Z"))));
        }
    }

    @Subject("customer/{id}")
    record Registered(
            int id, @Personal(subject = "customer/{id}") String email) {}

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final KeyManagement own = new KeyManagement();
    private final EventPublisher publisher =
            EventPublisher.builder().store(store).keyStore(own).build();

    @AfterEach
    void close() {
        publisher.close();
    }

    private String email(Receipt receipt) {
        return Objects.requireNonNull(publisher.reader().event(receipt.eventId()))
                .data()
                .path("email")
                .asString();
    }

    @Test
    void what_is_stored_is_encrypted_with_its_keys_and_read_with_them() {
        Receipt receipt = publisher.publish(new Registered(1, "ada@example.com"));

        assertThat(own.keys).containsOnlyKeys("customer/1");
        assertThat(store.events().toString()).doesNotContain("ada@");
        assertThat(email(receipt)).isEqualTo("ada@example.com");
        assertThat(Objects.requireNonNull(
                                new PersonalReader(store.reader(), new KeyManagement()).event(receipt.eventId()))
                        .data()
                        .path("email")
                        .asString())
                .as("by whom the key is unknown to")
                .isEqualTo("encrypted");
    }

    @Test
    void what_it_destroys_is_unreadable_then_and_later() {
        Receipt before = publisher.publish(new Registered(1, "ada@example.com"));
        publisher.erase("customer/1", "asked by letter");
        Receipt after = publisher.publish(new Registered(1, "again@example.com"));

        assertThat(email(before)).isEqualTo("erased on request, 2026-11-24");
        assertThat(email(after)).isEqualTo("erased on request, 2026-11-24");
        assertThat(store.events().toString()).doesNotContain("ada@", "again@");
    }

    @Test
    void an_event_whose_key_cannot_be_had_is_not_stored() {
        own.away = true;
        assertThatThrownBy(() -> publisher.publish(new Registered(1, "ada@example.com")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("the key management did not answer");
        assertThat(store.events()).isEmpty();
    }
}
