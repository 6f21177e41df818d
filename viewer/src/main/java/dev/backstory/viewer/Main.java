package dev.backstory.viewer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code java -jar backstory-viewer.jar [--port 8090] [--url jdbc:postgresql://…] [--user …]}. */
public final class Main {

    private static final int DEFAULT_PORT = 8090;
    private static final String USAGE =
            "Usage: java -jar backstory-viewer.jar [--port 8090] [--url jdbc:postgresql://host/database] [--user name]\n"
                    + "The password is taken from BACKSTORY_PASSWORD or -Dbackstory.password, where others do not see it.";

    private Main() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        quiet();
        int port = DEFAULT_PORT;
        String url = null;
        String user = null;
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        Options options;
        try {
            while (!rest.isEmpty()) {
                String option = rest.pop();
                switch (option) {
                    case "--port" -> port = port(rest.poll());
                    case "--url" -> url = rest.poll();
                    case "--user" -> user = rest.poll();
                    case "--help", "-h" -> {
                        System.out.println(USAGE);
                        return;
                    }
                    default -> throw new Options.Unusable("Unknown option " + option + "\n" + USAGE);
                }
            }
            options = Options.of(url, user, null);
        } catch (Options.Unusable e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        run(port, options);
    }

    /** Shows the stories of that store until the process is told to end. */
    public static void run(int port, Options options) throws IOException, InterruptedException {
        try (StoreConnection store = StoreConnection.open(options);
                ViewerServer server = ViewerServer.start(port, store.reader(), options.sentences())) {
            System.out.println("Stories: http://localhost:" + server.port() + "/stories");
            server.join();
        }
    }

    /** The runnable jars log to the standard error, and only what somebody should look at. */
    public static void quiet() {
        if (System.getProperty("org.slf4j.simpleLogger.defaultLogLevel") == null) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        }
    }

    private static int port(@Nullable String text) {
        try {
            int port = text == null ? -1 : Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, like any other wrong port.
        }
        throw new Options.Unusable("--port takes a number from 0 (any free one) to 65535\n" + USAGE);
    }
}
