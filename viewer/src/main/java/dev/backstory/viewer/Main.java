package dev.backstory.viewer;

import dev.backstory.PublishException;
import dev.backstory.audit.AuditLog;
import dev.backstory.store.StoryReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code java -jar backstory-viewer.jar [--port 8090] [--url jdbc:postgresql://…] [--user …]}. */
public final class Main {

    private static final int DEFAULT_PORT = 8090;
    private static final String USAGE =
            "Usage: java -jar backstory-viewer.jar [--port 8090] [--url jdbc:postgresql://host/database] [--user name] [--config viewer.properties]\n"
                    + "The password is taken from BACKSTORY_PASSWORD or -Dbackstory.password, where others do not see it.";

    private Main() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        quiet();
        int port = DEFAULT_PORT;
        String url = null;
        String user = null;
        String config = null;
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        Options options;
        ViewerFile file;
        try {
            while (!rest.isEmpty()) {
                String option = rest.pop();
                switch (option) {
                    case "--port" -> port = port(rest.poll());
                    case "--url" -> url = rest.poll();
                    case "--user" -> user = rest.poll();
                    case "--config" -> config = rest.poll();
                    case "--help", "-h" -> {
                        System.out.println(USAGE);
                        return;
                    }
                    default -> throw new Options.Unusable("Unknown option " + option + "\n" + USAGE);
                }
            }
            options = Options.of(url, user, null);
            file = Options.viewerFile(config);
        } catch (Options.Unusable e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        try {
            run(port, options, file);
        } catch (Options.Unusable | PublishException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /** Shows the stories of that store until the process is told to end. */
    public static void run(int port, Options options, ViewerFile file) throws IOException, InterruptedException {
        Map<String, StoreConnection> stores = new LinkedHashMap<>();
        try {
            file.stores(options, System.getenv()).forEach((name, each) -> stores.put(name, StoreConnection.open(each)));
            Map<String, StoryReader> readers = new LinkedHashMap<>();
            stores.forEach((name, each) -> readers.put(name, each.reader()));
            Map<String, Supplier<AuditLog>> logs = new LinkedHashMap<>();
            stores.forEach((name, each) -> logs.put(name, each::auditLog));
            ViewerSetup setup = ViewerSetup.of(readers).auditLogs(logs).sentences(options.sentences());
            try (StoreConnection log = StoreConnection.forAccessLog(options)) {
                file.configure(setup, log.source());
                String password = System.getenv("BACKSTORY_KEYSTORE_PASSWORD");
                try (ViewerServer server = start(file, port, password, setup)) {
                    System.out.println("Stories: " + file.place(server.port()) + "/stories");
                    server.join();
                }
            }
        } finally {
            stores.values().forEach(StoreConnection::close);
        }
    }

    private static ViewerServer start(ViewerFile file, int port, @Nullable String password, ViewerSetup setup) {
        try {
            return ViewerServer.start(file.address(), port, file.keystore(), password, setup);
        } catch (IOException e) {
            String advice =
                    e.getCause() instanceof IOException ? "; choose another port with --port (0: any free one)" : "";
            throw new Options.Unusable(e.getMessage() + advice);
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
