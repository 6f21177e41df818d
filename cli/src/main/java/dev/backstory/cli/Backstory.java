package dev.backstory.cli;

import dev.backstory.PublishException;
import dev.backstory.StoreUnavailableException;
import dev.backstory.viewer.Main;
import dev.backstory.viewer.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code backstory} command. Ends with one of the codes below, which {@code docs/cli.md} lists. */
@Command(
        name = "backstory",
        description = "Who did what, in which order, and why.",
        // All commands below have --help and --version by this.
        scope = CommandLine.ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Backstory.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StoryCommand.class,
            StoriesCommand.class,
            EventCommand.class,
            TailCommand.class,
            DoctorCommand.class,
            SummariesCommand.class,
            FollowersCommand.class,
            SchemaCommand.class,
            RetentionCommand.class,
            ViewerCommand.class,
            JournalCommand.class,
            AuditCommand.class,
            EraseCommand.class,
            HashPasswordCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class Backstory implements Runnable {

    static final int OK = 0;
    /** Nothing is stored with that id; something is left that waits. */
    static final int NOT_FOUND = 1;
    /** Called wrongly, or refused. */
    static final int USAGE = 2;

    static final int STORE_AWAY = 3;
    /** What is stored is not what was sealed. */
    static final int CHANGED = 4;
    /** An error of ours. */
    static final int BROKEN = 5;

    @Option(
            names = "--url",
            paramLabel = "JDBC-URL",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Where the stories are (default: -Dbackstory.url or BACKSTORY_URL).")
    private @Nullable String url;

    @Option(
            names = "--user",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Who reads them (default: BACKSTORY_USER). The password is taken from BACKSTORY_PASSWORD.")
    private @Nullable String user;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        Main.quiet();
        // Trees are drawn with characters that the platform's default charset may lack.
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(
                new PrintWriter(out, true, StandardCharsets.UTF_8),
                new PrintWriter(err, true, StandardCharsets.UTF_8),
                args));
    }

    /** Runs one command, without ending the process; answers its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commands = new CommandLine(new Backstory()).setOut(out).setErr(err);
        commands.setExecutionExceptionHandler((problem, command, parsed) -> {
            if (problem instanceof Options.Unusable) {
                err.println(problem.getMessage());
                return USAGE;
            }
            if (problem instanceof StoreUnavailableException) {
                err.println("The store is away: " + problem.getMessage());
                return STORE_AWAY;
            }
            if (problem instanceof PublishException || problem instanceof IOException) {
                err.println(problem.getMessage());
                return USAGE;
            }
            problem.printStackTrace(err);
            return BROKEN;
        });
        int code = commands.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: backstory --help lists it.");
    }

    Options options() {
        return Options.of(url, user, null);
    }

    /** From the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Backstory.class.getPackage().getImplementationVersion();
            return new String[] {"backstory " + (version == null ? "(not packaged)" : version)};
        }
    }
}
