package dev.backstory.it.servlet;

import java.io.File;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;

/** A {@link CrossoverShop} in a Tomcat. */
final class CrossoverApp {

    private static @Nullable Tomcat running;

    private CrossoverApp() {}

    /** The port; starts the server when it is called first. */
    static synchronized int port() throws Exception {
        if (running == null) {
            running = start();
        }
        return running.getConnector().getLocalPort();
    }

    private static Tomcat start() throws Exception {
        File base = Files.createTempDirectory("backstory-it").toFile();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.getPath());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("maxThreads", "20");
        // All connections come at once: those that find no place in the queue would wait for a repeated SYN.
        tomcat.getConnector().setProperty("acceptCount", "1000");
        // More requests over one connection than it allows otherwise.
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        Context context = tomcat.addContext("", base.getPath());
        Wrapper servlet = Tomcat.addServlet(context, "shop", new CrossoverShop());
        servlet.setAsyncSupported(true);
        servlet.addMapping("/*");
        tomcat.start();
        return tomcat;
    }
}
