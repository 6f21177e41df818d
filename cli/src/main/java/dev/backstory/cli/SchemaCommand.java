package dev.backstory.cli;

import dev.backstory.store.postgres.PostgresEventStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backstory schema}. Asks no database: whoever may create tables is often somebody else, elsewhere. */
@Command(
        name = "schema",
        description = "Prints the SQL that makes the tables, for an owner who runs it as one transaction: psql -1.")
final class SchemaCommand extends Subcommand implements Callable<Integer> {

    @Option(
            names = "--above",
            paramLabel = "VERSION",
            description = "Only what is missing in tables of this version, as the application's message names it.")
    private int above;

    @Override
    public Integer call() {
        if (above < 0) {
            throw wrongUsage("--above takes a number from 0");
        }
        int newest = PostgresEventStore.schemaVersion();
        if (above >= newest) {
            err().println("Nothing is missing: this command knows version " + newest + ".");
            return Backstory.OK;
        }
        out().print(PostgresEventStore.schemaSql(above));
        return Backstory.OK;
    }
}
