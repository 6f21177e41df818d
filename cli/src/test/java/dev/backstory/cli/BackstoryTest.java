package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BackstoryTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Backstory.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    @Test
    void help_names_the_commands() {
        assertThat(run("--help")).isEqualTo(Backstory.OK);
        assertThat(out.toString()).contains("story", "stories", "viewer", "audit", "retention", "erase");
    }

    @Test
    void no_command_is_wrong_usage() {
        assertThat(run()).isEqualTo(Backstory.USAGE);
        assertThat(err.toString()).contains("Say what to do");
    }

    @Test
    void two_formats_at_once_are_wrong_usage() {
        assertThat(run("story", "x", "--json", "--markdown")).isEqualTo(Backstory.USAGE);
    }

    @Test
    void a_url_that_is_no_database_is_wrong_usage() {
        assertThat(run("stories", "--url", "http://localhost")).isEqualTo(Backstory.USAGE);
        assertThat(err.toString()).contains("jdbc:postgresql:");
    }

    @Test
    void a_store_that_does_not_answer_is_said_to_be_away() {
        assertThat(run("stories", "--url", "jdbc:postgresql://127.0.0.1:1/none"))
                .isEqualTo(Backstory.STORE_AWAY);
        assertThat(err.toString()).contains("The store is away");
    }
}
