package dev.backstory.personal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

class PersonalTextTest {

    private static final String EVENT = "0192f3a4-1111-7111-8111-111111111111";
    private static final byte[] SECRET = MasterKeys.randomBytes(32);
    private static final SubjectKey KEY = SubjectKey.usable("0192f3a4-2222-7222-8222-222222222222", SECRET);

    private final String text = PersonalText.encrypt(KEY, EVENT, "/email", StringNode.valueOf("ada@example.com"));

    @Test
    void it_reads_with_its_key_at_its_place_only() {
        assertThat(PersonalText.decrypt(SECRET, EVENT, "/email", text))
                .isEqualTo((JsonNode) StringNode.valueOf("ada@example.com"));
        assertThat(PersonalText.decrypt(SECRET, EVENT, "/name", text)).isNull();
        assertThat(PersonalText.decrypt(SECRET, EVENT.replace('1', '3'), "/email", text))
                .isNull();
        assertThat(PersonalText.decrypt(MasterKeys.randomBytes(32), EVENT, "/email", text))
                .isNull();
    }

    @Test
    void no_changed_character_is_accepted() {
        int from = text.lastIndexOf(':') + 1;
        for (int i = from; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            JsonNode read = PersonalText.decrypt(SECRET, EVENT, "/email", changed);
            // The last character has bits that no byte uses.
            assertThat(read == null || i == text.length() - 1).isTrue();
        }
        assertThat(PersonalText.decrypt(SECRET, EVENT, "/email", text.substring(0, from)))
                .isNull();
        assertThat(PersonalText.decrypt(SECRET, EVENT, "/email", text.substring(0, from) + "?!"))
                .isNull();
    }

    @Test
    void no_two_values_or_places_share_an_iv() {
        Set<String> ivs = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            // Field /a1 with the value 2 and field /a with the value 12 are the same text in a row.
            String value = Integer.toString(i);
            for (String field : Arrays.asList("/a", "/a1", "/a12", "/b")) {
                String each = PersonalText.encrypt(
                        KEY, EVENT, field, tools.jackson.databind.node.IntNode.valueOf(Integer.parseInt(value)));
                int from = each.lastIndexOf(':') + 1;
                assertThat(ivs.add(each.substring(from, from + 16))).isTrue();
            }
        }
    }

    @Test
    void a_wrapped_key_fits_its_own_row_only() {
        MasterKeys master = MasterKeys.random();
        byte[] hash = master.hashOf("customer/42");
        byte[] wrapped = master.wrap(SECRET, KEY.id(), hash);

        assertThat(master.unwrap(wrapped, KEY.id(), hash)).isEqualTo(SECRET);
        assertThat(master.unwrap(wrapped, KEY.id(), master.hashOf("customer/43")))
                .isNull();
        assertThat(master.unwrap(wrapped, EVENT, hash)).isNull();
        assertThat(MasterKeys.random().unwrap(wrapped, KEY.id(), hash)).isNull();
        assertThat(master.unwrap(new byte[0], KEY.id(), hash)).isNull();
        assertThat(master.toString() + KEY).doesNotContain(Arrays.toString(SECRET));
    }

    @Test
    void remembered_keys_are_bounded_in_number_and_time() {
        RecentKeys recent = new RecentKeys(10, Duration.ofHours(1));
        for (int i = 0; i < 100; i++) {
            recent.put("customer/" + i, KEY);
        }
        assertThat(recent.get("customer/89")).isNull();
        assertThat(recent.get("customer/90")).isSameAs(KEY);

        RecentKeys none = new RecentKeys(10, Duration.ZERO);
        none.put("customer/1", KEY);
        assertThat(none.get("customer/1")).isNull();
    }
}
