package dev.backstory.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What an application's library of any age may call in an agent's copy of this package is in {@code context-api.txt}. Lines are
 * added to it, and none is ever changed or taken away: with a published version to compare with, japicmp will say the same.
 */
class OnlyGrowsTest {

    private static final Path LISTED = Path.of("src/test/resources/context-api.txt");

    @Test
    void nothing_that_was_ever_there_is_gone() throws Exception {
        assertThat(found()).as("of " + LISTED).containsAll(Files.readAllLines(LISTED));
    }

    @Test
    void whatever_is_new_is_listed_too() throws Exception {
        assertThat(Files.readAllLines(LISTED)).as(LISTED + " lacks what is new").containsAll(found());
    }

    static Set<String> found() throws IOException, URISyntaxException, ClassNotFoundException {
        Set<String> found = new TreeSet<>();
        Path classes = Path.of(Objects.requireNonNull(CausalContext.class.getResource("CausalContext.class"))
                        .toURI())
                .getParent();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(classes, "*.class")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".class", "");
                if (!name.equals("package-info")) {
                    add(
                            found,
                            Class.forName(
                                    "dev.backstory.context." + name, false, OnlyGrowsTest.class.getClassLoader()));
                }
            }
        }
        return found;
    }

    private static void add(Set<String> found, Class<?> type) {
        if (!isOpen(type.getModifiers())) {
            return;
        }
        found.add("class " + type.getName());
        for (Constructor<?> each : type.getDeclaredConstructors()) {
            if (isOpen(each.getModifiers())) {
                found.add(each.toString());
            }
        }
        for (Method each : type.getDeclaredMethods()) {
            if (isOpen(each.getModifiers()) && !each.isSynthetic()) {
                found.add(each.toString());
            }
        }
        for (Field each : type.getDeclaredFields()) {
            if (isOpen(each.getModifiers())) {
                found.add(each.toString());
            }
        }
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}
