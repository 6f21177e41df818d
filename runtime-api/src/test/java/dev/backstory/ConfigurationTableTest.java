package dev.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    private static String plain(String cell) {
        return cell.replace("`", "").strip();
    }
}
