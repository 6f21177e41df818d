package dev.backstory.cli;

import dev.backstory.viewer.access.Passwords;
import dev.backstory.viewer.access.Role;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backstory hash-password <name>}. */
@Command(
        name = "hash-password",
        description = "Makes the line of a user for the viewer's users file. Asks for the password.")
final class HashPasswordCommand extends Subcommand implements Callable<Integer> {

    private static final int SHORTEST = 10;

    @Parameters(paramLabel = "NAME", description = "The user's name.")
    private String name = "";

    @Option(names = "--role", description = "support or engineer (default ${DEFAULT-VALUE}).", defaultValue = "support")
    private String role = "support";

    @Option(names = "--stdin", description = "Reads the password from the standard input instead of asking.")
    private boolean stdin;

    @Override
    public Integer call() throws IOException {
        if (Role.of(role) == null) {
            throw wrongUsage("--role takes support or engineer");
        }
        if (name.isBlank() || name.indexOf(':') >= 0) {
            throw wrongUsage("A name has no colon in it");
        }
        char[] password = password();
        if (password == null || password.length < SHORTEST) {
            throw wrongUsage("A password has at least " + SHORTEST + " characters");
        }
        out().println(name + ":" + role + ":" + Passwords.hash(password));
        return Backstory.OK;
    }

    @SuppressWarnings("SystemConsoleNull") // Where it is never null, it reads what is there.
    private char @Nullable [] password() throws IOException {
        if (stdin) {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? null : line.toCharArray();
        }
        Console console = System.console();
        if (console == null) {
            throw wrongUsage("There is no terminal to ask on: use --stdin");
        }
        return console.readPassword("Password: ");
    }
}
