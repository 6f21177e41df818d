package dev.backstory.cli;

import dev.backstory.seal.Seal;
import dev.backstory.store.postgres.Seals;
import dev.backstory.viewer.Options;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backstory audit seal}. */
@Command(
        name = "seal",
        description =
                "Seals each day that is over and not sealed yet. Needs the right to insert into the seals' tables.")
final class SealCommand extends Subcommand implements Callable<Integer> {

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "An Ed25519 private key in PEM (openssl genpkey -algorithm ed25519) that signs the seals.")
    private @Nullable Path key;

    @Option(names = "--up-to", paramLabel = "DAY", description = "Only up to this day, included: 2026-11-23.")
    private LocalDate lastDay = LocalDate.MAX;

    @Override
    public Integer call() {
        Options options = options();
        List<Seal> made =
                new Seals(options.url(), options.user(), options.password()).seal(SealKeys.read(key), lastDay);
        PrintWriter out = out();
        for (Seal each : made) {
            out.println("Sealed " + each.day() + ": " + each.events() + " events, head " + each.headHex());
        }
        if (made.isEmpty()) {
            out.println("Nothing to seal: every day that is over is sealed, or another process is at it.");
        }
        return Backstory.OK;
    }
}
