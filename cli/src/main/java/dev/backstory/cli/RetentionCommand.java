package dev.backstory.cli;

import dev.backstory.store.postgres.Retention;
import dev.backstory.viewer.Options;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backstory retention}. */
@Command(
        name = "retention",
        description =
                "Says which months are older than what is kept; drops them only with --drop. As the tables' owner.")
final class RetentionCommand extends Subcommand implements Callable<Integer> {

    @Option(names = "--keep", paramLabel = "DAYS", description = "How many days are kept.", required = true)
    private int keep;

    @Option(names = "--drop", description = "Really drops them. What is dropped cannot be brought back.")
    private boolean drop;

    @Override
    public Integer call() {
        if (keep < 1) {
            throw wrongUsage("--keep takes a number of days, at least 1");
        }
        Options options = options();
        Retention retention = new Retention(options.url(), options.user(), options.password());
        Duration kept = Duration.ofDays(keep);
        List<YearMonth> months = drop ? retention.drop(kept) : retention.due(kept);
        PrintWriter out = out();
        if (months.isEmpty()) {
            out.println("No month is older than " + keep + " days as a whole.");
        } else if (drop) {
            out.println("DROPPED, with all their events and steps: " + months);
        } else {
            out.println("Would be dropped: " + months + ". NOTHING IS DROPPED YET: add --drop to do it.");
        }
        return Backstory.OK;
    }
}
