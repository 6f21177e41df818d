package dev.backstory.it.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.it.PostgresServer;
import dev.backstory.viewer.HostGuard;
import dev.backstory.viewer.ViewerServlet;
import dev.backstory.viewer.ViewerSetup;
import dev.backstory.viewer.access.Look;
import dev.backstory.viewer.access.PrincipalAccess;
import dev.backstory.viewer.access.Redactor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The viewer as a servlet of an application on Tomcat, whose own login says who looks. */
class MountedViewerIT {

    private static final String PASSWORD = "correct horse";
    private static final String SECRET = "DE02120300000000202051";

    private final List<Look> looks = new CopyOnWriteArrayList<>();

    @TempDir
    private Path base;

    @Test
    void who_is_logged_in_with_the_container_sees_what_the_role_may_below_the_servlets_own_path() throws Exception {
        PostgresServer.Database database = PostgresServer.newDatabase("mounted");
        try (EventPublisher publisher = EventPublisher.builder()
                .service("payments")
                .dataSource(database.dataSource())
                .setting("backstory.store.wait", "60s")
                .build()) {
            Receipt paid = publisher.publish(Event.of("PaymentReceived")
                    .subject("order/4822")
                    .data(Map.of("amount", "12.50", "iban", SECRET))
                    .build());
            Tomcat tomcat = host(publisher);
            try {
                String story = "http://localhost:" + tomcat.getConnector().getLocalPort() + "/backstory/stories/"
                        + paid.correlationId();
                assertThat(get(story, null).statusCode()).as("nobody").isEqualTo(401);
                assertThat(get(story, "carl").statusCode())
                        .as("without a role of ours")
                        .isEqualTo(403);
                HttpResponse<String> support = get(story, "anna");
                assertThat(support.statusCode()).isEqualTo(200);
                assertThat(support.body())
                        .contains("You: <bdi>anna</bdi>, support", "12.50", "/backstory/stories")
                        .doesNotContain(SECRET)
                        .doesNotContain("href=\"/stories");
                assertThat(get(story, "ben").body()).contains("You: <bdi>ben</bdi>, engineer", SECRET);
            } finally {
                tomcat.stop();
                tomcat.destroy();
            }
        }
        assertThat(looks).extracting(look -> look.visitor().name()).containsExactly("anna", "ben");
    }

    private Tomcat host(EventPublisher publisher) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        for (String user : List.of("anna", "ben", "carl")) {
            tomcat.addUser(user, PASSWORD);
            tomcat.addRole(user, "staff");
        }
        tomcat.addRole("anna", "backstory-support");
        tomcat.addRole("ben", "backstory-engineer");
        Context context = tomcat.addContext("", base.toString());
        ViewerSetup setup = ViewerSetup.of(publisher.reader())
                .access(new PrincipalAccess())
                .hosts(HostGuard.of(List.of("localhost")))
                .redactor(Redactor.of(Map.of("support.event.PaymentReceived", "amount", "support.subjects", "order")))
                .accessLog(looks::add);
        Tomcat.addServlet(context, "backstory", new ViewerServlet(setup)).addMapping("/backstory/*");
        SecurityCollection pages = new SecurityCollection();
        pages.addPattern("/backstory/*");
        SecurityConstraint staffOnly = new SecurityConstraint();
        staffOnly.addCollection(pages);
        staffOnly.addAuthRole("staff");
        context.addSecurityRole("staff");
        context.addConstraint(staffOnly);
        context.setLoginConfig(new LoginConfig("BASIC", "application", null, null));
        context.getPipeline().addValve(new BasicAuthenticator());
        tomcat.start();
        return tomcat;
    }

    private static HttpResponse<String> get(String address, @Nullable String user)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (user != null) {
            byte[] pair = (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
