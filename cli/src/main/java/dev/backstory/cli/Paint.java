package dev.backstory.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** Colours where somebody sees them: on a terminal, unless {@code NO_COLOR} says otherwise. The text is safe already. */
final class Paint {

    private static final String RESET = "\u001b[0m";

    private final boolean colours;

    private Paint(boolean colours) {
        this.colours = colours;
    }

    static Paint of(CommandSpec spec) {
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        return new Paint(ansi.enabled());
    }

    /** Whether somebody watches. */
    boolean isOnTerminal() {
        return colours;
    }

    String bad(String text) {
        return painted("\u001b[31m", text);
    }

    String good(String text) {
        return painted("\u001b[32m", text);
    }

    String strong(String text) {
        return painted("\u001b[1m", text);
    }

    private String painted(String how, String text) {
        return colours ? how + text + RESET : text;
    }
}
