package dev.backstory.it.harness;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The child's {@code main}: reads one command a line, answers with one line, and ends when its input ends, so that it never
 * outlives the test. What the application prints goes to the error stream.
 */
final class CaseRunner {

    static final String PROBE = "probe";

    /** Begins each line that is an answer; others may have printed before this class could redirect them. */
    static final String ANSWER = "answer ";

    private final Class<?> application;

    private CaseRunner(Class<?> application) {
        this.application = application;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        CaseRunner runner = new CaseRunner(Class.forName(arguments[0]));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        answers.println(ANSWER + "ready");
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            answers.println(ANSWER + runner.answer(line));
        }
        System.exit(0);
    }

    private String answer(String line) throws InterruptedException {
        String[] words = line.split(" ", -1);
        String[] answer = new String[] {"failed", "the case ended its thread"};
        Thread thread = new Thread(
                () -> {
                    try {
                        answer[1] = String.valueOf(run(words));
                        answer[0] = "returned";
                    } catch (Throwable e) {
                        answer[1] = stackTrace(e);
                    }
                },
                "case " + words[0]);
        thread.start();
        thread.join();
        return answer[0] + " " + Base64.getEncoder().encodeToString(answer[1].getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable Object run(String[] words) throws Throwable {
        if (words[0].equals(PROBE)) {
            return LeftoverContexts.describe();
        }
        Case.begin(words[1]);
        Object[] given = Arrays.stream(words, 2, words.length)
                .map(word -> new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8))
                .toArray();
        int hash = words[0].indexOf('#');
        Class<?> type = hash < 0 ? application : Class.forName(words[0].substring(0, hash));
        String name = words[0].substring(hash + 1);
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == given.length) {
                method.setAccessible(true);
                try {
                    return method.invoke(null, given);
                } catch (InvocationTargetException e) {
                    throw e.getCause() == null ? e : e.getCause();
                }
            }
        }
        throw new NoSuchMethodException(type.getName() + "." + name);
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
