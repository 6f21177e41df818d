package dev.backstory.cli;

import dev.backstory.viewer.Main;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code backstory viewer}. */
@Command(name = "viewer", description = "Shows the stories in a browser.", mixinStandardHelpOptions = true)
final class ViewerCommand implements Callable<Integer> {

    @ParentCommand
    private Backstory backstory = new Backstory();

    @Option(
            names = "--port",
            description = "Where to listen (default ${DEFAULT-VALUE}; 0: any free port).",
            defaultValue = "8090")
    private int port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Main.run(port, backstory.options());
        return Backstory.OK;
    }
}
