package dev.backstory.agent.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void a_name_that_is_no_setting_is_said_with_the_nearest() {
        assertThat(mistakes(
                        Map.of("backstory.outgoing.host", "*", "user.name", "x"),
                        Map.of("BACKSTORY_CLASSCACHE", "off", "PATH", "/bin")))
                .containsExactly(
                        "backstory.outgoing.host is not a setting that this agent knows; the nearest is"
                                + " backstory.outgoing.hosts",
                        "BACKSTORY_CLASSCACHE is not a setting that this agent knows; the nearest is"
                                + " BACKSTORY_CLASS_CACHE");
    }

    @Test
    void a_boundary_s_name_that_is_none_is_said_once() {
        assertThat(mistakes(Map.of(), Map.of("BACKSTORY_BOUNDARY_QUEUES_ENABLED", "false")))
                .containsExactly("backstory.boundary.queues.enabled is unknown; allowed are"
                        + " backstory.boundary.<name>.enabled with the names queue, timer");
    }

    @Test
    void what_others_read_and_what_users_name_is_fine() {
        assertThat(mistakes(
                        Map.of(
                                "backstory.url", "jdbc:postgresql:shop",
                                "backstory.boundary.queue.enabled", "false",
                                "backstory.audit.firm-audit", "types=*"),
                        Map.of("BACKSTORY_MASTER_KEY_FILE", "key", "BACKSTORY_PASSWORD_SHIPPING", "secret")))
                .isEmpty();
    }

    private static List<String> mistakes(Map<String, String> given, Map<String, String> variables) {
        Properties properties = new Properties();
        properties.putAll(given);
        return new Settings(properties, variables::get).mistakes(List.of("queue", "timer"), variables);
    }
}
