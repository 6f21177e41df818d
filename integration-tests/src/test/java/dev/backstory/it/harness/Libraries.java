package dev.backstory.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What we carry across, with which versions that was tested, and what we do not carry: {@code libraries.csv}. README's table and
 * the head of each section in {@code docs/boundaries.md} are made of it, and the versions come from the poms: so they are those that ran.
 */
record Libraries(List<Library> all) {

    private static final Path FILE = Path.of("src/test/resources/libraries.csv");
    private static final Path README = Path.of("../README.md");
    private static final String HEAD = """
            | boundary | tested with | carries | does not carry | switch `backstory.boundary.…` |
            |---|---|---|---|---|
            """;

    private static final Pattern NAME = Pattern.compile("\\{([^{}]+)}");
    private static final Pattern PROPERTY = Pattern.compile("<([^<>]+)\\.version>([^<>]+)</");

    /** One line. */
    record Library(String boundary, String name, String versions, String carries, String not) {
        String line() {
            return "| " + String.join(" | ", name, versions, carries, not, "`" + boundary + "`") + " |\n";
        }
    }

    static Libraries read() {
        Map<String, String> versions = new HashMap<>();
        versions.putAll(versionsIn(Path.of("../pom.xml")));
        versions.putAll(versionsIn(Path.of("pom.xml")));
        for (String boot : List.of("3", "4")) {
            versions.put(
                    "boot" + boot,
                    versionsIn(Path.of("spring-boot-" + boot, "pom.xml")).get("boot"));
        }
        return new Libraries(BoundaryTable.lines(FILE).stream()
                .map(words -> new Library(words[0], words[1], filled(words[2], versions), words[3], words[4]))
                .toList());
    }

    private static Map<String, String> versionsIn(Path pom) {
        try {
            return PROPERTY.matcher(Files.readString(pom))
                    .results()
                    .collect(Collectors.toMap(each -> each.group(1), each -> each.group(2), (first, again) -> first));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String filled(String text, Map<String, String> versions) {
        return NAME.matcher(text).replaceAll(name -> {
            String version = versions.get(name.group(1));
            if (version == null) {
                throw new IllegalStateException(FILE + ": no pom has a " + name.group(1) + ".version");
            }
            return Matcher.quoteReplacement(version.replaceFirst("[.](Final|v\\d+)$", ""));
        });
    }

    /** The switches that they have. */
    Set<String> boundaries() {
        return all.stream().map(Library::boundary).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a section of {@code docs/boundaries.md} begins with; empty where it is about no single boundary. */
    String head(String boundary) {
        String lines = all.stream()
                .filter(each -> each.boundary.equals(boundary))
                .map(Library::line)
                .collect(Collectors.joining());
        return lines.isEmpty() ? "" : (HEAD + lines + "\n").replace("](docs/", "](");
    }

    boolean readmeIsCurrent() {
        return readme().equals(withTable(readme()));
    }

    void writeReadme() {
        try {
            Files.writeString(README, withTable(readme()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readme() {
        try {
            return Files.readString(README);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String withTable(String readme) {
        int from = readme.indexOf(HEAD);
        int to = readme.indexOf("\n\n", from) + 1;
        if (from < 0) {
            throw new IllegalStateException("README.md has no table that begins with " + HEAD);
        }
        String table = all.stream().map(Library::line).collect(Collectors.joining("", HEAD, ""));
        return readme.substring(0, from) + table + readme.substring(to);
    }
}
