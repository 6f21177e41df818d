package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static Settings properties(Map<String, String> properties) {
        return Settings.of(Map.of(), properties, Map.of());
    }

    @Test
    void program_wins_over_property_over_environment_over_default() {
        Map<String, String> environment = Map.of("BACKSTORY_SERVICE", "env", "BACKSTORY_STORE_WAIT", "1s");
        Map<String, String> properties = Map.of("backstory.service", "property");

        Settings all = Settings.of(Map.of("backstory.service", "program"), properties, environment);
        Settings started = Settings.of(Map.of(), properties, environment);

        assertThat(all.text(Setting.SERVICE)).isEqualTo("program");
        assertThat(started.text(Setting.SERVICE)).isEqualTo("property");
        assertThat(started.duration(Setting.STORE_WAIT)).isEqualTo(Duration.ofSeconds(1));
        assertThat(started.duration(Setting.SHUTDOWN_WAIT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(started.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "5s,PT5S", "1m,PT1M", "2h,PT2H", "400d,PT9600H"})
    void durations_have_a_unit(String text, Duration expected) {
        assertThat(properties(Map.of("backstory.store.wait", text)).duration(Setting.STORE_WAIT))
                .isEqualTo(expected);
    }

    @Test
    void a_wrong_value_is_named_with_what_is_allowed_and_the_default_is_used() {
        Settings settings = properties(Map.of(
                "backstory.store.wait", "fast",
                "backstory.schema", "create",
                "backstory.store", "oracle",
                "backstory.failures.per-second", "-1",
                "backstory.console", "yes"));

        assertThat(settings.duration(Setting.STORE_WAIT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.number(Setting.FAILURES_PER_SECOND)).isEqualTo(100);
        assertThat(settings.has(Setting.STORE)).isFalse();
        assertThat(settings.complaints())
                .hasSize(5)
                .anySatisfy(line -> assertThat(line).contains("backstory.store.wait=fast", "500ms", "using 5s"))
                .anySatisfy(line -> assertThat(line).contains("backstory.schema=create", "migrate, validate, off"));
    }

    @Test
    void a_wrong_url_is_named_without_the_password_in_it() {
        Settings settings = properties(Map.of("backstory.url", "postgresql://shop?password=hunter2"));

        assertThat(settings.has(Setting.URL)).isFalse();
        assertThat(settings.complaints()).singleElement().satisfies(line -> assertThat(line)
                .contains("backstory.url", "jdbc:postgresql://")
                .doesNotContain("hunter2"));
    }

    @Test
    void an_unknown_name_is_named_with_the_nearest() {
        Settings settings = Settings.of(
                Map.of("backstory.servise", "x"),
                Map.of("backstory.store.wiat", "1s"),
                Map.of("BACKSTORY_PASWORD", "secret", "BACKSTORY_OUTGOING_HOST", "*", "PATH", "/bin"));

        assertThat(settings.complaints())
                .containsExactly(
                        "backstory.servise is not a setting; the nearest is backstory.service",
                        "backstory.store.wiat is not a setting; the nearest is backstory.store.wait",
                        "BACKSTORY_OUTGOING_HOST is not a setting; the nearest is BACKSTORY_OUTGOING_HOSTS",
                        "BACKSTORY_PASWORD is not a setting; the nearest is BACKSTORY_PASSWORD");
    }

    @Test
    void an_agent_that_runs_has_said_which_of_the_process_s_names_are_unknown() {
        Settings settings = Settings.besideAgent(
                Map.of("backstory.servise", "x"),
                Map.of("backstory.store.wiat", "1s", "backstory.schema", "create"),
                Map.of("BACKSTORY_PASWORD", "secret"));

        assertThat(settings.complaints())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("backstory.schema=create"))
                .anySatisfy(line -> assertThat(line).contains("backstory.servise is not a setting"));
    }

    @Test
    void the_agents_and_the_viewers_settings_are_theirs() {
        Settings settings = Settings.of(
                Map.of(),
                Map.of("backstory.boundary.queue.enabled", "false", "backstory.viewer", "viewer.properties"),
                Map.of("BACKSTORY_INCOMING_FROM", "10.0.0.0/8", "BACKSTORY_ENABLED", "false"));

        assertThat(settings.complaints()).isEmpty();
    }

    @Test
    void a_choice_may_be_written_in_capitals() {
        Settings settings = Settings.of(Map.of(), Map.of(), Map.of("BACKSTORY_CONSOLE", "TRUE"));
        assertThat(settings.flag(Setting.CONSOLE)).isTrue();
        assertThat(settings.complaints()).isEmpty();
    }

    @Test
    void a_blank_value_counts_as_not_given() {
        assertThat(properties(Map.of("backstory.store.wait", " ")).duration(Setting.STORE_WAIT))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"/srv/shop-1.2.jar --port 1,shop-1.2", "com.acme.shop.Main a b,Main", "Main,Main", "'',unnamed"})
    void a_service_without_a_name_is_called_after_what_was_started(String command, String expected) {
        assertThat(ServiceName.fromCommand(command)).isEqualTo(expected);
    }
}
