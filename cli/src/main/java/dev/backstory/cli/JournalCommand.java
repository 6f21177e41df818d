package dev.backstory.cli;

import dev.backstory.PublishException;
import dev.backstory.store.journal.JournalOwner;
import dev.backstory.store.journal.JournalStatus;
import dev.backstory.store.postgres.JournalRecovery;
import dev.backstory.viewer.Options;
import dev.backstory.viewer.story.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backstory journal status} and {@code backstory journal drain}. */
@Command(name = "journal", description = "Events that wait on the local disk for a database that was away.")
final class JournalCommand extends Group {

    /** Ends with 0 when nothing waits, else with 1. */
    @Command(name = "status", description = "Says what waits, and whose it is.")
    int status(
            @Option(
                            names = "--dir",
                            paramLabel = "DIRECTORY",
                            description = "The journal (default: -Dbackstory.journal.dir or BACKSTORY_JOURNAL_DIR).")
                    @Nullable
                    String dir)
            throws IOException {
        PrintWriter out = out();
        List<JournalStatus> all = JournalStatus.of(directory(dir));
        if (all.isEmpty()) {
            out.println("Nothing waits.");
        }
        all.forEach(this::print);
        return all.isEmpty() ? Backstory.OK : Backstory.NOT_FOUND;
    }

    private void print(JournalStatus status) {
        PrintWriter out = out();
        out.println(line(status));
        status.aside().forEach(file -> out.println("  kept aside, look at the log: " + file));
    }

    private static String line(JournalStatus status) {
        JournalOwner owner = status.owner();
        String who = owner == null
                ? "an unknown process"
                : owner.service() + " (pid " + owner.pid() + " on " + owner.host() + ", started " + owner.startedAt()
                        + ")";
        return SafeText.line(who) + (status.inUse() ? ", running: " : ", ended: ") + status.records() + " records, "
                + status.bytes() + " bytes";
    }

    /** Ends with 0 when nothing is left of processes that have ended, with 1 when something is, else as any command does. */
    @Command(name = "drain", description = "Stores what processes have left that do not run any more.")
    int drain(
            @Option(
                            names = "--dir",
                            paramLabel = "DIRECTORY",
                            description = "The journal (default: -Dbackstory.journal.dir or BACKSTORY_JOURNAL_DIR).")
                    @Nullable
                    String dir)
            throws IOException {
        Path directory = directory(dir);
        Options options = options();
        try {
            JournalRecovery.Recovered recovered =
                    JournalRecovery.run(directory, options.url(), options.user(), options.password());
            return sayWhatIsLeft(directory, recovered);
        } catch (SQLException | PublishException e) {
            err().println("Not all is stored, the rest is still there: " + e.getMessage());
            return Backstory.STORE_AWAY;
        }
    }

    private int sayWhatIsLeft(Path directory, JournalRecovery.Recovered recovered) throws IOException {
        out().println(recovered.stored() + " records stored, " + recovered.refused() + " refused.");
        List<JournalStatus> left = JournalStatus.of(directory).stream()
                .filter(each ->
                        !each.inUse() && (each.records() > 0 || !each.aside().isEmpty()))
                .toList();
        left.forEach(this::print);
        if (recovered.problem() != null) {
            err().println("Not all is stored, the rest is still there: " + recovered.problem());
        }
        return left.isEmpty() ? Backstory.OK : Backstory.NOT_FOUND;
    }

    private Path directory(@Nullable String given) {
        String directory = given != null ? given : System.getProperty("backstory.journal.dir");
        if (directory == null) {
            directory = System.getenv("BACKSTORY_JOURNAL_DIR");
        }
        if (directory == null || directory.isBlank()) {
            throw new Options.Unusable(
                    "No journal is named. Say where it is: --dir, -Dbackstory.journal.dir=… or BACKSTORY_JOURNAL_DIR=…");
        }
        return Path.of(directory);
    }
}
