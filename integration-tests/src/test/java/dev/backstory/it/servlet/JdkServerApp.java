package dev.backstory.it.servlet;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.backstory.context.CausalContext;
import dev.backstory.it.harness.Case;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The JDK's own HTTP server. */
final class JdkServerApp {

    private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

    private static @Nullable HttpServer running;

    private JdkServerApp() {}

    /** The port; starts the server when it is called first. */
    static synchronized int port() throws IOException {
        if (running == null) {
            running = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            running.setExecutor(Executors.newFixedThreadPool(2));
            running.createContext(
                    "/seen",
                    exchange -> answer(
                            exchange,
                            200,
                            String.valueOf(CausalContext.current().correlationId())));
            running.createContext("/plain", JdkServerApp::plain).getFilters().add(around());
            running.createContext("/mine", JdkServerApp::plain).setAuthenticator(everybody());
            running.createContext("/later", exchange -> POOL.execute(() -> later(exchange)));
            running.createContext("/broken", JdkServerApp::broken);
            running.createContext("/refused", exchange -> answer(exchange, 503, "refused"));
            running.createContext("/empty", JdkServerApp::empty);
            running.start();
        }
        return running.getAddress().getPort();
    }

    /** The story that the answer to a request over TLS names, and its status. */
    static String secure(String keystore, String password) throws Exception {
        SSLContext tls = tls(keystore, password.toCharArray());
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/plain", JdkServerApp::plain).getFilters().add(around());
        server.start();
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .sslContext(tls)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create("https://localhost:"
                                            + server.getAddress().getPort() + "/plain"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return response.headers().firstValue("X-Correlation-ID").orElse("none") + " " + response.statusCode();
        } finally {
            server.stop(0);
        }
    }

    private static SSLContext tls(String keystore, char[] password) throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance(new File(keystore), password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, password);
        KeyStore signers = KeyStore.getInstance("PKCS12");
        signers.load(null, null);
        signers.setCertificateEntry("localhost", own.getCertificate("localhost"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(signers);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return tls;
    }

    private static Filter around() {
        return new Filter() {
            @Override
            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                Case.publish("before");
                chain.doFilter(exchange);
            }

            @Override
            public String description() {
                return "publishes";
            }
        };
    }

    private static BasicAuthenticator everybody() {
        return new BasicAuthenticator("shop") {
            @Override
            public boolean checkCredentials(String user, String password) {
                return true;
            }
        };
    }

    private static void plain(HttpExchange exchange) throws IOException {
        Case.publish("handled");
        answer(exchange, 201, "done");
        Case.publish("after");
    }

    private static void later(HttpExchange exchange) {
        try {
            Case.publish("later");
            answer(exchange, 202, "later");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void broken(HttpExchange exchange) {
        Case.publish("broken");
        throw new IllegalStateException(exchange.getRequestMethod());
    }

    private static void empty(HttpExchange exchange) throws IOException {
        Case.publish("empty");
        exchange.sendResponseHeaders(204, -1);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().close();
    }
}
