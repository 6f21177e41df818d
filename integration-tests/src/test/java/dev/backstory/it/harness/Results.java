package dev.backstory.it.harness;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** What the matrix found out about each case; written beside the table, and the table's page anew, when all tests are done. */
final class Results implements AutoCloseable {

    private final List<BoundaryTable.Result> found = new ArrayList<>();

    private Results() {}

    static Results of(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .getOrComputeIfAbsent(Results.class, unused -> new Results(), Results.class);
    }

    synchronized void add(ExtensionContext context, @Nullable Proves proves, Jdk jdk, Beside beside, boolean passed) {
        if (proves != null) {
            String versions = beside.versions(jdk)
                    + Stream.of(proves.noting())
                            .map(property -> ", " + property + " " + System.getProperty(property))
                            .collect(Collectors.joining());
            String test = context.getRequiredTestClass().getSimpleName();
            for (String id : proves.value()) {
                BoundaryTable.Run run = new BoundaryTable.Run(id, test, jdk.feature(), beside);
                found.add(new BoundaryTable.Result(run, passed, versions, LocalDate.now(ZoneOffset.UTC)));
            }
        }
    }

    @Override
    public synchronized void close() {
        if (Beside.isMatrix() && !found.isEmpty()) {
            BoundaryTable.record(found);
        }
    }
}
