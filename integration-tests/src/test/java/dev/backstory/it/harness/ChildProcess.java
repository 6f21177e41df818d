package dev.backstory.it.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link CaseRunner} in another JVM: one line out, one line back. It is gone when this JVM is, however that ends. */
final class ChildProcess implements AutoCloseable {

    /** {@code -Dit.answer.seconds} waits longer, for what takes longer than in a build. */
    private static final int ANSWER_SECONDS = Integer.getInteger("it.answer.seconds", 240);

    private final ScratchDirectory scratch;
    private final Process process;
    private volatile boolean ended;
    private final PrintStream commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final Thread killer;
    private final Thread printing;

    /** Takes the directory over: it is deleted when the process has ended. */
    ChildProcess(List<String> command, ScratchDirectory scratch) {
        this.scratch = scratch;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // A child blocked in native code would not see that its input ended.
        killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        readLines(process.getInputStream(), this::answerOrOutput, () -> answers.add("ended "));
        printing = readLines(process.getErrorStream(), output::add, () -> {});
        String first = next();
        if (first == null || !first.equals("ready")) {
            close();
            throw new AssertionError("the application's JVM did not start: " + command + "\n" + output());
        }
    }

    /** Runs one command in the child and returns what its method returned; fails with what it failed with. */
    String ask(String command) {
        commands.println(command);
        String answer = next();
        if (answer == null) {
            close();
            throw new AssertionError("no answer to \"" + command + "\" within " + ANSWER_SECONDS + " s\n" + output());
        }
        String[] words = answer.split(" ", -1);
        String text = new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8);
        if (words[0].equals("returned")) {
            return text;
        }
        ended |= words[0].equals("ended");
        throw new AssertionError("\"" + command + "\" " + words[0] + ":\n" + text + "\nThe JVM printed:\n" + output());
    }

    /** False once a command has found out that the process is over. */
    boolean isRunning() {
        return !ended && process.isAlive();
    }

    private @Nullable String next() {
        try {
            return answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the JVM was to answer", e);
        }
    }

    private void answerOrOutput(String line) {
        if (line.startsWith(CaseRunner.ANSWER)) {
            answers.add(line.substring(CaseRunner.ANSWER.length()));
        } else {
            output.add(line);
        }
    }

    String output() {
        return String.join("\n", output);
    }

    @Override
    public void close() {
        commands.close();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                output.add("(did not end by itself when it was asked to)");
            }
            process.destroyForcibly().waitFor();
            printing.join(TimeUnit.SECONDS.toMillis(5));
            scratch.close();
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // This JVM is already shutting down: the hook does the rest.
            process.destroyForcibly();
        }
    }

    private static Thread readLines(InputStream from, Consumer<String> each, Runnable atEnd) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            each.accept(line);
                        }
                    } catch (IOException e) {
                        each.accept("ended "
                                + Base64.getEncoder()
                                        .encodeToString(String.valueOf(e).getBytes(StandardCharsets.UTF_8)));
                    } finally {
                        atEnd.run();
                    }
                },
                "child's output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
