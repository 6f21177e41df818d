package dev.backstory.cli;

import dev.backstory.viewer.Main;
import dev.backstory.viewer.Options;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backstory viewer}. */
@Command(name = "viewer", description = "Shows the stories in a browser.")
final class ViewerCommand extends Subcommand implements Callable<Integer> {

    @Option(
            names = "--port",
            description = "Where to listen (default ${DEFAULT-VALUE}; 0: any free port).",
            defaultValue = "8090")
    private int port;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Who may look and what they see (default: BACKSTORY_VIEWER; without it only this machine).")
    private @Nullable String config;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Main.run(port, options(), Options.viewerFile(config));
        return Backstory.OK;
    }
}
