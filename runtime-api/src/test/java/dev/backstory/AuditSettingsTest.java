package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.audit.AuditRule;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditSettingsTest {

    @Test
    void rules_come_from_program_properties_and_environment() {
        Settings settings = Settings.of(
                Map.of("backstory.audit.a", "types=A"),
                Map.of("backstory.audit.a", "types=B", "backstory.audit.b", " types=B "),
                Map.of("BACKSTORY_AUDIT_FIRM_AUDIT", "per=metadata.tenant"));

        assertThat(settings.auditRules())
                .containsOnly(
                        Map.entry("a", "types=A"),
                        Map.entry("b", "types=B"),
                        Map.entry("firm-audit", "per=metadata.tenant"));
        assertThat(settings.complaints()).isEmpty();
    }

    @Test
    void a_rule_that_cannot_be_used_is_named_and_stops_nothing() {
        Settings settings = Settings.of(Map.of("backstory.audit.a", "everything"), Map.of(), Map.of());

        assertThat(settings.auditRules()).isEmpty();
        assertThat(settings.complaints())
                .singleElement()
                .asString()
                .contains("backstory.audit.a", "everything", "types=A, B*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "per=tenant", "types=", "per=", "metadata=x", "since=1", "types"})
    void what_is_no_rule_is_refused(String text) {
        Assertions.assertThatThrownBy(() -> AuditRule.parse("a", 1, text, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
