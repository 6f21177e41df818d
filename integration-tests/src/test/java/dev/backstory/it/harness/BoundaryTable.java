package dev.backstory.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The cases that the boundaries promise, and what the last matrix found out about each: {@code boundaries.csv}, {@code
 * docs/boundaries-results.csv}, and the page {@code docs/boundaries.md} that is made of both.
 */
final class BoundaryTable {

    private static final Path CASES = Path.of("src/test/resources/boundaries.csv");
    private static final Path RESULTS = Path.of("../docs/boundaries-results.csv");
    private static final Path PAGE = Path.of("../docs/boundaries.md");
    private static final Path LOCK = Path.of("target", "boundaries.lock");
    private static final List<Integer> JDKS = List.of(17, 25);
    /** Sections about what several boundaries do. */
    private static final Set<String> OF_SEVERAL = Set.of("actor", "never", "spring", "trust");

    private static final Set<String> INSIDE_A_JVM = Set.of(
            "servlet",
            "websocket",
            "actor",
            "trust",
            "spring",
            "executor",
            "scheduled",
            "future",
            "forkjoin",
            "timer",
            "thread",
            "queue",
            "reactive",
            "netty",
            "disruptor");

    private static final String SEPARATOR = " | ";

    private final Map<String, Row> rows;
    private final Map<Run, Result> results;

    private BoundaryTable(Map<String, Row> rows, Map<Run, Result> results) {
        this.rows = rows;
        this.results = results;
    }

    static BoundaryTable read() {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String[] words : lines(CASES)) {
            if (rows.put(words[0], new Row(words[0], words[1], words[2])) != null) {
                throw new IllegalStateException(CASES + " has the case " + words[0] + " twice");
            }
        }
        Map<Run, Result> results = new TreeMap<>();
        for (String[] words : lines(RESULTS)) {
            Run run = new Run(words[0], words[1], Integer.parseInt(words[2]), Beside.valueOf(words[3]));
            results.put(run, new Result(run, words[4].equals("passed"), words[5], LocalDate.parse(words[6])));
        }
        return new BoundaryTable(rows, results);
    }

    /** The same with newer results in the place of older ones, and without those that no test could bring any more. */
    BoundaryTable with(Collection<Result> newer) {
        Map<Run, Result> merged = new TreeMap<>(results);
        newer.forEach(result -> merged.put(result.run, result));
        merged.keySet().retainAll(wanted());
        return new BoundaryTable(rows, merged);
    }

    /** Cases without a test, and tests of no case. */
    Set<String> unmatched() {
        Set<String> proven = new TreeSet<>();
        wanted().forEach(run -> proven.add(run.id));
        Set<String> unmatched = new TreeSet<>(rows.keySet());
        unmatched.removeAll(proven);
        proven.removeAll(rows.keySet());
        unmatched.addAll(proven);
        return unmatched;
    }

    /** Boundaries that no library is named for, and the other way round; a section may also be about none. */
    Set<String> unnamed() {
        Set<String> named = Libraries.read().boundaries();
        Set<String> unnamed = new TreeSet<>(named);
        rows.values().forEach(row -> unnamed.add(row.boundary()));
        named.retainAll(rows.values().stream().map(Row::boundary).toList());
        unnamed.removeAll(named);
        unnamed.removeAll(OF_SEVERAL);
        return unnamed;
    }

    /** Runs whose result is not there, or is not good. */
    Set<Run> unproven() {
        Set<Run> unproven = wanted();
        results.values().stream().filter(Result::passed).map(Result::run).forEach(unproven::remove);
        return unproven;
    }

    /** Puts them in the place of older ones, in the files; the forks of a build one after the other. */
    static void record(Collection<Result> newer) {
        try (FileChannel file = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = file.lock()) {
            read().with(newer).write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() {
        List<String> lines = new ArrayList<>();
        for (Result each : results.values()) {
            lines.add(String.join(
                    SEPARATOR,
                    each.run.id,
                    each.run.test,
                    Integer.toString(each.run.jdk),
                    each.run.beside.name(),
                    each.passed ? "passed" : "failed",
                    each.versions,
                    each.on.toString()));
        }
        try {
            // Whole or not at all, also when the run is ended meanwhile.
            Path whole = Files.write(Path.of("target", "boundaries-results.csv"), lines);
            Files.move(whole, RESULTS, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(PAGE, page());
            Libraries.read().writeReadme();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean pageIsCurrent() {
        try {
            return Files.readString(PAGE).equals(page());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                # What crosses which boundary

                Made by `mvn verify -Pmatrix` from `boundaries-results.csv`; not written by hand. `backstory.boundary.<switch>.enabled=false` switches
                one off. Each case ran in a JVM with the
                packaged agent, on JDK 17 and 25 (or from the JDK on that has it). %d of the %d also ran with OpenTelemetry's agent before and after
                ours; the others, which say "alone" under runs, with our agent only. Each build runs requests in eleven containers, of which one of
                each kind is listed: Tomcat 11, Jetty 12 and Undertow 2.3. The build fails when a case has no test, or a test has no good result here.

                """.formatted(
                rows.keySet().stream().filter(this::ranBesideOpenTelemetry).count(), rows.size()));
        Set<String> versions = new TreeSet<>();
        results.values().forEach(result -> versions.addAll(List.of(result.versions.split(", | with "))));
        page.append("Versions: ").append(String.join(", ", versions)).append(".\n");
        Map<String, List<Row>> sections = rows.values().stream()
                .collect(Collectors.groupingBy(Row::boundary, LinkedHashMap::new, Collectors.toList()));
        page.append("\nSections: ")
                .append(sections.keySet().stream()
                        .map(each -> "[" + each + "](#" + each + ")")
                        .collect(Collectors.joining(", ")))
                .append(".\n");
        Libraries libraries = Libraries.read();
        sections.forEach((boundary, cases) -> {
            page.append("\n## ").append(boundary).append("\n\n").append(libraries.head(boundary));
            page.append("| case | expected | test | runs | last |\n");
            page.append("|---|---|---|---|---|\n");
            cases.forEach(each -> page.append(line(each)));
        });
        return page.toString();
    }

    private String line(Row row) {
        List<Result> found = results.values().stream()
                .filter(result -> result.run.id.equals(row.id))
                .toList();
        Set<String> tests = new TreeSet<>();
        found.forEach(result -> tests.add(result.run.test));
        long passed = found.stream().filter(Result::passed).count();
        String last = found.stream()
                .map(Result::on)
                .min(Comparator.naturalOrder())
                .map(LocalDate::toString)
                .orElse("never");
        return String.format(
                "| %s | %s | %s | %d of %d passed%s | %s |%n",
                row.what,
                row.expected,
                String.join(", ", tests),
                passed,
                found.size(),
                ranBesideOpenTelemetry(row.id) ? "" : ", alone",
                last);
    }

    private boolean ranBesideOpenTelemetry(String id) {
        Set<Beside> company = EnumSet.noneOf(Beside.class);
        results.keySet().stream().filter(run -> run.id.equals(id)).forEach(run -> company.add(run.beside));
        return company.containsAll(List.of(Beside.OPENTELEMETRY_BEFORE, Beside.OPENTELEMETRY_AFTER));
    }

    /** Boundaries inside a JVM of which no build would see that OpenTelemetry's agent breaks them; the matrix would. */
    Set<String> withoutRepresentative() {
        Set<String> without = new TreeSet<>(INSIDE_A_JVM);
        for (Run run : runs(Beside::representatives)) {
            if (run.beside == Beside.OPENTELEMETRY_BEFORE && rows.containsKey(run.id)) {
                without.remove(rows.get(run.id).boundary());
            }
        }
        return without;
    }

    /** What has to have run: each test that proves a case, on each JDK that it is for, in each company. */
    private static Set<Run> wanted() {
        return runs((asked, test) -> Beside.inMatrix(asked, test).toList());
    }

    private static Set<Run> runs(BiFunction<EachJdk, Class<?>, List<Beside>> company) {
        Set<Run> wanted = new TreeSet<>();
        for (Class<?> test : ReflectionSupport.findAllClassesInPackage(
                "dev.backstory.it", type -> !Modifier.isAbstract(type.getModifiers()), name -> name.endsWith("IT"))) {
            for (Method method : ReflectionSupport.findMethods(
                    test, each -> each.isAnnotationPresent(EachJdk.class), HierarchyTraversalMode.TOP_DOWN)) {
                addRuns(wanted, test, method, company);
            }
        }
        return wanted;
    }

    private static void addRuns(
            Set<Run> wanted, Class<?> test, Method method, BiFunction<EachJdk, Class<?>, List<Beside>> company) {
        EachJdk asked = method.getAnnotation(EachJdk.class);
        UnderAgent application = test.getAnnotation(UnderAgent.class);
        if (application != null && !application.listed() && method.getDeclaringClass() != test) {
            return;
        }
        for (ToRun each : ToRun.of(test, method)) {
            Proves proves = each.proves();
            for (String id : proves == null ? new String[0] : proves.value()) {
                for (int jdk : JDKS) {
                    if (jdk >= each.from()) {
                        company.apply(asked, test)
                                .forEach(beside -> wanted.add(new Run(id, test.getSimpleName(), jdk, beside)));
                    }
                }
            }
        }
    }

    static List<String[]> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Row(String id, String what, String expected) {
        String boundary() {
            return id.substring(0, id.indexOf('.'));
        }
    }

    /** One test of one case in one JVM. */
    record Run(String id, String test, int jdk, Beside beside) implements Comparable<Run> {
        private static final Comparator<Run> ORDER = Comparator.comparing(Run::id)
                .thenComparing(Run::test)
                .thenComparing(Run::jdk)
                .thenComparing(Run::beside);

        @Override
        public int compareTo(Run other) {
            return ORDER.compare(this, other);
        }
    }

    /** How a run went; with the versions of all that was in that JVM. */
    record Result(Run run, boolean passed, String versions, LocalDate on) {}
}
