package dev.backstory.agent.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.agent.boot.ProcessSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/configuration.md has exactly the settings that the agent reads. */
class ConfigurationTableTest {

    private static final Pattern SETTING = Pattern.compile("\"(backstory\\.[a-z][a-z.-]*[a-z])\"");

    private final List<String[]> rows = rows();

    @Test
    void every_boundary_s_switch_is_documented() {
        List<String> names =
                Boundaries.all().stream().map(each -> "`" + each.name() + "`").toList();
        assertThat(rows)
                .filteredOn(row -> row[1].contains("backstory.boundary.<name>.enabled"))
                .singleElement()
                .satisfies(row -> assertThat(row[5].substring(row[5].lastIndexOf("boundary:") + 9)
                                .strip()
                                .split(", "))
                        .containsExactlyInAnyOrderElementsOf(names));
    }

    @Test
    void every_setting_in_the_agent_s_code_is_documented_and_the_other_way_round() throws IOException {
        Set<String> documented = new TreeSet<>();
        Set<String> agents = new TreeSet<>();
        for (String[] row : rows) {
            String key = row[1].replace("`", "").strip();
            if (!key.contains("<")) {
                documented.add(key);
                if (row[4].strip().equals("agent")) {
                    agents.add(key);
                }
            }
        }
        assertThat(read()).isSubsetOf(documented).containsAll(agents);
    }

    @Test
    void the_agent_knows_the_name_of_each_setting_and_which_are_its_own() {
        Set<String> own = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        for (String[] row : rows) {
            String variable = row[2].replace("`", "").strip();
            if (variable.startsWith("BACKSTORY_") && !variable.contains("<")) {
                (row[4].strip().equals("agent") ? own : others).add(variable);
            }
        }
        assertThat(variables(UnknownSettings.AGENTS)).isEqualTo(own);
        assertThat(variables(UnknownSettings.OTHERS)).isEqualTo(others);
    }

    private static Set<String> variables(Set<String> keys) {
        Set<String> variables = new TreeSet<>();
        keys.forEach(each -> variables.add(ProcessSettings.variable(each)));
        return variables;
    }

    private static Set<String> read() throws IOException {
        Set<String> read = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(
                            each -> each.toString().endsWith(".java") && !each.endsWith("UnknownSettings.java"))
                    .toList()) {
                Matcher settings = SETTING.matcher(Files.readString(file));
                while (settings.find()) {
                    read.add(settings.group(1));
                }
            }
        }
        return read;
    }

    private static List<String[]> rows() {
        try {
            return Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
                    .map(line -> line.split("\\|", -1))
                    .filter(cells -> cells.length > 5)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
