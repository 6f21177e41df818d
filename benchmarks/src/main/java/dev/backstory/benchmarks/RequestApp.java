package dev.backstory.benchmarks;

import com.sun.management.ThreadMXBean;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with a servlet whose request takes two hops through a pool and publishes nothing. */
final class RequestApp {

    private RequestApp() {}

    /** Says its port, and lives until its input ends; with an argument it starts and ends. */
    public static void main(String[] arguments) throws IOException, LifecycleException {
        Path directory = Files.createTempDirectory("backstory-benchmark");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        // One connection for all requests, also while the others have their turns.
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        tomcat.getConnector().setProperty("keepAliveTimeout", "-1");
        Context context = tomcat.addContext("", directory.toString());
        add(context, "/hops", new Hopping());
        add(context, "/allocated", new Allocated());
        tomcat.start();
        System.out.println(tomcat.getConnector().getLocalPort());
        if (arguments.length == 0) {
            while (System.in.read() >= 0) {}
        }
        tomcat.stop();
        System.exit(0);
    }

    private static void add(Context context, String path, HttpServlet servlet) {
        Tomcat.addServlet(context, path, servlet).addMapping(path);
    }

    private static final class Hopping extends HttpServlet {

        private final ExecutorService pool = Executors.newFixedThreadPool(2);

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try {
                int first = pool.submit(() -> 20).get();
                int second = pool.submit(() -> first + 1).get();
                response.getOutputStream().print(second);
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    /** What all threads that live have allocated. None of those that work for a request ends in between. */
    private static final class Allocated extends HttpServlet {

        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            long sum = 0;
            for (long each : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
                sum += Math.max(0, each);
            }
            response.getOutputStream().print(sum);
        }
    }
}
