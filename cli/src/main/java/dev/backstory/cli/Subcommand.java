package dev.backstory.cli;

import dev.backstory.store.StoryReader;
import dev.backstory.viewer.Options;
import dev.backstory.viewer.StoreConnection;
import java.io.PrintWriter;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command below {@code backstory}: where it prints, and where the stories are. */
abstract class Subcommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What was given on the command line, of which the first command keeps what is the same for all. */
    final CommandSpec spec() {
        return spec;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final Paint paint() {
        return Paint.of(spec);
    }

    final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    final Options options() {
        return ((Backstory) spec.root().userObject()).options();
    }

    final int reading(ToIntFunction<StoryReader> command) {
        try (StoreConnection store = StoreConnection.open(options())) {
            return command.applyAsInt(store.reader());
        }
    }
}
