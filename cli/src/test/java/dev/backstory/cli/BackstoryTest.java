package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.store.postgres.PostgresEventStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

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

    static Stream<CommandSpec> every_command() {
        return below(new CommandLine(new Backstory()).getCommandSpec());
    }

    private static Stream<CommandSpec> below(CommandSpec command) {
        return Stream.concat(
                Stream.of(command),
                command.subcommands().values().stream().flatMap(each -> below(each.getCommandSpec())));
    }

    @ParameterizedTest
    @MethodSource("every_command")
    void each_command_says_how_it_is_used(CommandSpec command) {
        String[] words = command.qualifiedName().split(" ");
        String[] asked = Arrays.copyOfRange(words, 1, words.length + 1);
        asked[words.length - 1] = "--help";
        assertThat(run(asked)).isEqualTo(Backstory.OK);
        assertThat(out.toString())
                .startsWith("Usage: " + command.qualifiedName())
                .contains(command.usageMessage().description()[0].substring(0, 10));
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit", "followers", "journal", "summaries"})
    void a_group_without_one_of_its_commands_is_wrong_usage(String group) {
        assertThat(run(group)).isEqualTo(Backstory.USAGE);
        assertThat(err.toString()).contains("Say what to do: backstory " + group + " --help lists it.");
    }

    @Test
    void schema_prints_what_is_missing_above_a_version() {
        assertThat(run("schema")).isEqualTo(Backstory.OK);
        assertThat(out.toString()).isEqualTo(PostgresEventStore.schemaSql()).contains("CREATE SCHEMA");
        out.getBuffer().setLength(0);
        assertThat(run("schema", "--above", "7")).isEqualTo(Backstory.OK);
        assertThat(out.toString()).contains("V8__").doesNotContain("V7__", "CREATE SCHEMA");
        out.getBuffer().setLength(0);
        assertThat(run("schema", "--above", String.valueOf(PostgresEventStore.schemaVersion())))
                .isEqualTo(Backstory.OK);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("Nothing is missing");
        assertThat(run("schema", "--above", "-1")).isEqualTo(Backstory.USAGE);
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
