package dev.backstory.agent.boundary.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.Step;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ConsoleSessionTest {

    private final Properties properties = new Properties();

    @Test
    void a_program_is_a_main() {
        Step step = step(Map.of(), "com.acme.Shop");

        assertThat(step.kind()).isEqualTo(Step.MAIN);
        assertThat(step.name()).isEqualTo("Shop");
    }

    @Test
    void an_issue_makes_it_a_console_session_of_the_operator() {
        properties.setProperty("user.name", "root");

        Step step = step(Map.of("BACKSTORY_ISSUE", "SUP-12", "BACKSTORY_OPERATOR", "ada"), "com.acme.Repair");

        assertThat(step.kind()).isEqualTo(Step.CONSOLE);
        assertThat(step.attributes()).containsOnly(Map.entry("issue", "SUP-12"), Map.entry("operator", "ada"));
    }

    @Test
    void jshell_is_a_console_session_of_the_user_of_the_system() {
        properties.setProperty("user.name", "ada");

        Step step = step(Map.of(), "jdk.jshell.execution.RemoteExecutionControl");

        assertThat(step.kind()).isEqualTo(Step.CONSOLE);
        assertThat(step.name()).isEqualTo("jshell");
        assertThat(step.attributes()).containsOnly(Map.entry("operator", "ada"));
    }

    @Test
    void a_variable_that_is_blank_is_not_given() {
        assertThat(step(Map.of("BACKSTORY_ISSUE", "", "BACKSTORY_REASON", " "), "com.acme.Shop")
                        .kind())
                .isEqualTo(Step.MAIN);
    }

    private Step step(Map<String, String> environment, String mainClass) {
        return new ConsoleSession(properties, environment).step(mainClass).start();
    }
}
