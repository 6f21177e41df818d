package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationTableTest {

    @Test
    void the_documented_table_has_exactly_the_settings_with_their_defaults() throws IOException {
        List<String> documented = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "configuration.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length > 5 && cells[4].strip().equals("runtime")) {
                documented.add(plain(cells[1]) + " " + plain(cells[2]) + " " + plain(cells[3]));
            }
        }
        List<String> expected = Arrays.stream(Setting.values())
                .map(each -> each.key + " " + each.environmentName() + " " + each.byDefault)
                .toList();

        assertThat(documented).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void no_documented_setting_is_called_unknown() throws IOException {
        Map<String, String> properties = new HashMap<>();
        Map<String, String> environment = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "configuration.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length > 5 && cells[2].contains("`BACKSTORY_")) {
                if (cells[1].contains("`")) {
                    properties.put(plain(cells[1]).replace("<name>", "queue"), " ");
                }
                environment.put(plain(cells[2]).replace("<NAME>", "QUEUE"), " ");
            }
        }

        assertThat(properties).containsKey("backstory.outgoing.hosts");
        assertThat(Settings.of(Map.of(), properties, environment).complaints()).isEmpty();
    }

    private static String plain(String cell) {
        return cell.replace("`", "").strip();
    }
}
