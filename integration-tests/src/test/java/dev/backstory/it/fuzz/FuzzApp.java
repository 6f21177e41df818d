package dev.backstory.it.fuzz;

import dev.backstory.it.harness.Case;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat whose one servlet does what the graph of each request says. */
final class FuzzApp {

    /**
     * With the one worker that two processors give it, work in it that waits for a pool, and a stream of that pool's that waits for
     * the worker, would wait for each other for ever, with an agent or without.
     */
    static final String COMMON_POOL = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=16";

    private static final int CUSTOMERS = 8;

    private FuzzApp() {}

    /** The case's mark, the number of events, and what was wrong. */
    static String run(String seed, String requests) throws Exception {
        Oracle oracle = new Oracle();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (!(thrown instanceof Planned)) {
                oracle.wrong(thread + " died of " + thrown);
            }
        });
        for (Handler log : Logger.getLogger("").getHandlers()) {
            log.setFilter(entry -> !(entry.getThrown() instanceof Planned));
        }
        Tomcat tomcat = start(new FuzzServlet(Long.parseLong(seed), oracle));
        try {
            order(tomcat.getConnector().getLocalPort(), Integer.parseInt(requests), oracle);
            String verdict = oracle.verdict();
            return Case.marker() + " " + oracle.published() + " " + verdict;
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private static Tomcat start(FuzzServlet servlet) throws Exception {
        Tomcat tomcat = new Tomcat();
        String base = Files.createTempDirectory("backstory-fuzz").toString();
        tomcat.setBaseDir(base);
        tomcat.setPort(0);
        Context context = tomcat.addContext("", base);
        Wrapper wrapper = Tomcat.addServlet(context, "fuzz", servlet);
        wrapper.setAsyncSupported(true);
        wrapper.addMapping("/*");
        tomcat.getConnector();
        tomcat.start();
        return tomcat;
    }

    private static void order(int port, int requests, Oracle oracle) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Thread> customers = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            Thread customer = new Thread(() -> {
                for (int each = next.getAndIncrement(); each < requests; each = next.getAndIncrement()) {
                    get(port, each, oracle);
                }
            });
            customer.start();
            customers.add(customer);
        }
        for (Thread each : customers) {
            each.join();
        }
    }

    /** A request that succeeds answers with the id that its servlet saw. */
    private static void get(int port, int index, Oracle oracle) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://localhost:" + port + "/" + index).toURL().openConnection();
            connection.setReadTimeout(60_000);
            if (connection.getResponseCode() == 200) {
                String seen = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!seen.equals(connection.getHeaderField("X-Correlation-ID"))) {
                    oracle.wrong("request " + index + " answers " + connection.getHeaderFields() + " for " + seen);
                }
            } else if (connection.getErrorStream() != null) {
                connection.getErrorStream().readAllBytes();
            }
            oracle.keepUp();
        } catch (IOException | InterruptedException | ExecutionException e) {
            oracle.wrong("request " + index + ": " + e);
        }
    }
}
