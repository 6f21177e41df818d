package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.Step;
import dev.backstory.personal.KeyTable;
import dev.backstory.personal.MasterKeys;
import dev.backstory.personal.StoredKeys;
import dev.backstory.store.InMemoryEventStore;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProtectedStepsTest {

    private final KeyTable table = Objects.requireNonNull(new InMemoryEventStore().keys());
    private final StoredKeys keys = new StoredKeys(table, MasterKeys.random());
    private final ProtectedSteps steps = new ProtectedSteps(
            SecretMask.of(Settings.of(Map.of(), Map.of(), Map.of())),
            new PersonalRules("step.clientAddress: user/{user}"),
            keys);

    private final Step step = Step.of(Step.REQUEST, "GET /orders")
            .attribute("user", "42")
            .attribute("clientAddress", "192.0.2.7")
            .start();

    private String address(boolean mayAsk) {
        return String.valueOf(steps.attributes(step, mayAsk).get("clientAddress"));
    }

    @Test
    void where_nobody_may_wait_a_persons_value_is_masked_unless_the_key_is_at_hand() {
        assertThat(address(false)).isEqualTo(SecretMask.MASKED);
        assertThat(keys.find("user/42")).as("made or asked for").isNull();
        assertThat(address(true)).isNotEqualTo(SecretMask.MASKED).doesNotContain("192.0.2.7");
        assertThat(address(false)).isNotEqualTo(SecretMask.MASKED).doesNotContain("192.0.2.7");
    }
}
