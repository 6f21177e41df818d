package dev.backstory.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** How far long work has come, on one line of a terminal; where nobody watches it says nothing. */
final class Progress implements AutoCloseable {

    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final boolean watched;
    private final String what;
    private final int all;
    private int told = -1;

    private Progress(PrintWriter err, boolean watched, String what, int all) {
        this.err = err;
        this.watched = watched;
        this.what = what;
        this.all = all;
    }

    static Progress of(CommandSpec spec, String what, int all) {
        return new Progress(spec.commandLine().getErr(), Paint.of(spec).isOnTerminal(), what, all);
    }

    void at(int done) {
        int filled = (int) ((long) WIDTH * Math.min(done, all) / all);
        if (watched && (filled != told || done % 50 == 0)) {
            told = filled;
            err.print("\r[" + "█".repeat(filled) + "·".repeat(WIDTH - filled) + "] " + done + " " + what);
            err.flush();
        }
    }

    /** The line is cleared: what was asked for stands alone. */
    @Override
    public void close() {
        if (watched && told >= 0) {
            err.print("\r\u001b[2K");
            err.flush();
        }
    }
}
