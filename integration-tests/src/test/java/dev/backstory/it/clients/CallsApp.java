package dev.backstory.it.clients;

import dev.backstory.Events;
import dev.backstory.context.ActorSource;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.it.harness.Case;
import java.io.File;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;

/** Both sides of calls: one JVM calls the Tomcat in another. */
final class CallsApp {

    private static @Nullable Tomcat running;

    private CallsApp() {}

    static int port() throws Exception {
        return port(new CalledServlet());
    }

    static synchronized int port(CalledServlet called) throws Exception {
        if (running == null) {
            File base = Files.createTempDirectory("backstory-it").toFile();
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(base.getPath());
            tomcat.setPort(0);
            tomcat.getConnector();
            Context context = tomcat.addContext("", base.getPath());
            Wrapper servlet = Tomcat.addServlet(context, "called", called);
            for (String path : List.of("/called", "/onward", "/redirect", "/relay")) {
                servlet.addMapping(path);
            }
            tomcat.start();
            running = tomcat;
        }
        return running.getConnector().getLocalPort();
    }

    /** Calls once with each client; every call in a story of its own, which publishes before. */
    static String every_client(String url) throws Exception {
        List<String> answers = new ArrayList<>();
        inStory("url-connection", () -> answers.add(Clients.httpUrlConnection(url)));
        inStory(
                "url-connection-post",
                () -> answers.add(Clients.httpUrlConnection(url, connection -> {
                    connection.setDoOutput(true);
                    try {
                        connection.getOutputStream().write("body".getBytes(StandardCharsets.UTF_8));
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })));
        inStory("send", () -> answers.add(Clients.send(Clients.request(url))));
        inStory(
                "send-async",
                () -> answers.add(
                        Clients.sendAsync(Clients.request(url), () -> Case.publish("callback of send-async"))));
        return String.join("\n", answers);
    }

    private static void inStory(String client, Case.Body body) throws Exception {
        Case.inStep(client, () -> {
            Case.publish(client);
            body.run();
        });
    }

    static void http_url_connection(String url) throws Exception {
        inStory("calling", () -> Clients.httpUrlConnection(url));
    }

    static String send(String url) throws Exception {
        List<String> answer = new ArrayList<>();
        inStory("calling", () -> answer.add(Clients.send(Clients.request(url))));
        return answer.get(0);
    }

    /** The callee is told of the caller although the caller has not published anything itself. */
    static String unpublished(String url) throws Exception {
        Events.publisher();
        List<String> answer = new ArrayList<>();
        Case.inStep("silent", () -> answer.add(Clients.httpUrlConnection(url)));
        return answer.get(0);
    }

    static String metadata(String url) throws Exception {
        List<String> answer = new ArrayList<>();
        Case.inStep("calling", () -> {
            try (var tenant = Events.with("tenant", "acme");
                    var secret = Events.with("secret", "s3cret");
                    var actor = Events.with("actor", "admin")) {
                answer.add(Clients.httpUrlConnection(url));
            }
        });
        return answer.get(0);
    }

    static void logged_in(String url) throws Exception {
        ActorSource anna = new ActorSource() {
            @Override
            protected String actor() {
                return "anna";
            }
        };
        Case.inStep("calling", () -> {
            try (Scope request = CausalContext.current().activate(anna)) {
                Clients.httpUrlConnection(url);
            }
        });
    }

    static String own_headers(String url) throws Exception {
        List<String> answer = new ArrayList<>();
        Case.inStep("calling", () -> {
            answer.add(
                    Clients.send(Clients.request(url, "X-Own", "1", "baggage", "mine=2", "X-Correlation-ID", "own-1")));
            answer.add(Clients.httpUrlConnection(url, connection -> {
                connection.setRequestProperty("X-Own", "1");
                connection.setRequestProperty("X-Correlation-ID", "own-1");
            }));
            answer.add(Clients.send(Clients.request(url, "X-Own", "1", "baggage", "mine=2")));
        });
        return String.join("\n", answer);
    }

    /** One request object that is sent in two stories, and once in none. */
    static String same_request_twice(String url) throws Exception {
        HttpRequest request = Clients.request(url);
        inStory("first", () -> Clients.send(request));
        inStory("second", () -> Clients.send(request));
        return Clients.send(request) + request.headers().map();
    }
}
