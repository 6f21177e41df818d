package dev.backstory.it.flat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** Requests that take two hops through a pool and publish nothing, one after the other over one connection, and how many bytes each takes. */
final class RequestAllocationApp {

    private static final int REQUESTS = 5_000;
    private static final byte[] ASKED =
            "GET /hops HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private RequestAllocationApp() {}

    static String request() throws Exception {
        Tomcat tomcat = new Tomcat();
        String base = Files.createTempDirectory("backstory-allocation").toString();
        tomcat.setBaseDir(base);
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        Context context = tomcat.addContext("", base);
        Tomcat.addServlet(context, "hops", new Hopping()).addMapping("/hops");
        tomcat.start();
        try (Socket connection = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            ask(connection);
            long before = AllocationApp.allocated();
            ask(connection);
            return Double.toString((double) (AllocationApp.allocated() - before) / REQUESTS);
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private static void ask(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        byte[] answer = new byte[2_000];
        for (int i = 0; i < REQUESTS; i++) {
            connection.getOutputStream().write(ASKED);
            int end = 0;
            while (end == 0 || answer[end - 1] != '!') {
                int read = in.read(answer, end, answer.length - end);
                if (read < 0) {
                    throw new IOException("the connection was closed after " + i + " requests");
                }
                end += read;
            }
        }
    }

    private static final class Hopping extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient ExecutorService pool = Executors.newFixedThreadPool(2);

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try {
                int first = pool.submit(() -> 20).get();
                int second = pool.submit(() -> first + 1).get();
                response.getOutputStream().print(second + "!");
            } catch (Exception e) {
                throw new IOException(e);
            }
        }

        @Override
        public void destroy() {
            pool.shutdown();
        }
    }
}
