package dev.backstory.viewer;

import dev.backstory.store.StoryReader;
import dev.backstory.viewer.story.Sentences;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The viewer on a port of its own, reachable from this machine only. */
public final class ViewerServer implements AutoCloseable {

    private final Server server;
    private final ServerConnector connector;

    private ViewerServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /** Starts a viewer of what the reader reads; port 0 takes a free one. */
    public static ViewerServer start(int port, StoryReader reader) throws IOException {
        return start(port, reader, Sentences.NONE);
    }

    /** The same, in a support team's own words. */
    public static ViewerServer start(int port, StoryReader reader, Sentences sentences) throws IOException {
        return start(port, ViewerSetup.of(reader).sentences(sentences));
    }

    /** As it is set up. */
    public static ViewerServer start(int port, ViewerSetup setup) throws IOException {
        return start(InetAddress.getLoopbackAddress().getHostAddress(), port, null, null, setup);
    }

    /** On any address, with TLS where there is a key store; the setup says who may look. */
    static ViewerServer start(
            String address, int port, @Nullable Path keystore, @Nullable String password, ViewerSetup setup)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("backstory-viewer");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // Ids are escaped into one path segment each; the servlet takes them apart itself.
        http.setUriCompliance(UriCompliance.LEGACY);
        ServerConnector connector = keystore == null
                ? new ServerConnector(server, new HttpConnectionFactory(http))
                : new ServerConnector(server, tls(keystore, password), new HttpConnectionFactory(http));
        if (keystore != null) {
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        connector.setHost(address);
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/");
        context.addServlet(new ServletHolder(new ViewerServlet(setup)), "/*");
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("The viewer cannot listen on port " + port + ": " + e.getMessage(), e);
        }
        return new ViewerServer(server, connector);
    }

    private static SslContextFactory.Server tls(Path keystore, @Nullable String password) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keystore.toString());
        tls.setKeyStorePassword(password);
        return tls;
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Waits until it is closed. */
    public void join() throws InterruptedException {
        server.join();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The viewer did not stop: " + e.getMessage(), e);
        }
    }
}
