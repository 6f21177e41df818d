package dev.backstory.cli;

import dev.backstory.store.postgres.Summaries;
import dev.backstory.store.postgres.SummaryStatus;
import dev.backstory.viewer.Options;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code backstory summaries}. */
@Command(
        name = "summaries",
        description = "The summaries that lists and search read: how they are, and making them anew.")
final class SummariesCommand extends Group {

    private static final long SAY_NANOS = Duration.ofSeconds(2).toNanos();

    @Command(name = "status", description = "Says how far behind they are, and what holds them up.")
    int status() {
        out().println(words(summaries().status()));
        return Backstory.OK;
    }

    @Command(
            name = "rebuild",
            description =
                    "Makes them anew from all that is stored, while applications go on. Needs the rights of a writer.")
    int rebuild() {
        PrintWriter out = out();
        Summaries summaries = summaries();
        long[] saidAt = {System.nanoTime()};
        summaries.rebuild(status -> {
            if (System.nanoTime() - saidAt[0] > SAY_NANOS) {
                saidAt[0] = System.nanoTime();
                out.println(words(status));
            }
        });
        out.println(words(summaries.status()));
        return Backstory.OK;
    }

    private Summaries summaries() {
        Options options = options();
        return new Summaries(options.url(), options.user(), options.password());
    }

    private static String words(SummaryStatus status) {
        if (status.behindSince() == null) {
            return "The summaries have everything that is stored.";
        }
        String reason = orNothing(status.stalledBy());
        return "The summaries lack what was recorded since " + status.behindSince() + reason + ".";
    }

    private static String orNothing(@Nullable String reason) {
        return reason == null ? "" : ": " + reason;
    }
}
