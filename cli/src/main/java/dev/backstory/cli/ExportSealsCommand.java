package dev.backstory.cli;

import dev.backstory.seal.Seal;
import dev.backstory.seal.SealExport;
import dev.backstory.store.postgres.Seals;
import dev.backstory.viewer.Options;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backstory audit export-seals}. */
@Command(
        name = "export-seals",
        description =
                "Prints the seals, a line of JSON each. Keep them where who can write the database cannot change them.")
final class ExportSealsCommand extends Subcommand implements Callable<Integer> {

    @Option(names = "--from", paramLabel = "NUMBER", description = "The seals from this number on.")
    private int from = 1;

    /** Ends with 0 when there are seals, else with 1. */
    @Override
    public Integer call() {
        Options options = options();
        List<Seal> seals = new Seals(options.url(), options.user(), options.password())
                .all().stream().filter(each -> each.number() >= from).toList();
        seals.forEach(each -> out().println(SealExport.line(each)));
        return seals.isEmpty() ? Backstory.NOT_FOUND : Backstory.OK;
    }
}
