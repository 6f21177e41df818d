package dev.backstory.it.viewer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.it.PostgresServer;
import dev.backstory.it.harness.SelfSigned;
import dev.backstory.viewer.access.Passwords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The viewer for several people: over TLS, with passwords, roles, and a database user who can read and keep who looked. */
class ProtectedViewerIT {

    private static final String STORE_PASSWORD = "of-the-key-store";
    private static final String PASSWORD = "correct horse battery";
    private static final String SECRET = "DE02120300000000202051";

    @TempDir
    private Path folder;

    @Test
    void each_person_sees_what_their_role_may_and_who_looked_is_kept() throws Exception {
        PostgresServer.Database database = PostgresServer.newDatabase("protected");
        Receipt paid;
        try (EventPublisher publisher = EventPublisher.builder()
                .service("payments")
                .dataSource(database.dataSource())
                .setting("backstory.store.wait", "60s")
                .build()) {
            paid = publisher.publish(Event.of("PaymentReceived")
                    .subject("order/4822")
                    .data(Map.of("amount", "12.50", "iban", SECRET))
                    .build());
        }
        String reader = reader(database);
        Path config = config();
        try (Browsers browsers = Browsers.open();
                ViewerProcess viewer = ViewerProcess.start(
                        database,
                        "256m",
                        Map.of(
                                "BACKSTORY_PASSWORD", PASSWORD,
                                "BACKSTORY_KEYSTORE_PASSWORD", STORE_PASSWORD),
                        "--user",
                        reader,
                        "--config",
                        config.toString())) {
            assertThat(viewer.home()).startsWith("https://");
            String story = viewer.home() + "/stories/" + paid.correlationId();
            try (BrowserContext nobody = browsers.chromium().newContext(trusting())) {
                assertThat(nobody.request().get(story).status()).isEqualTo(401);
                assertThat(nobody.request().get(story).text()).doesNotContain("4822", SECRET);
            }
            try (BrowserContext support =
                    browsers.chromium().newContext(trusting().setHttpCredentials("anna", PASSWORD))) {
                Page page = support.newPage();
                page.navigate(story);
                assertThat(page.locator("header")).containsText("You: anna, support");
                assertThat(page.locator("main")).containsText("12.50");
                assertThat(page.content()).contains("•••").doesNotContain(SECRET);
                assertThat(page.locator("#reason")).hasCount(0);
                assertThat(Browsers.violations(page)).isEmpty();
            }
            try (BrowserContext engineer =
                    browsers.chromium().newContext(trusting().setHttpCredentials("ben", PASSWORD))) {
                Page page = engineer.newPage();
                page.navigate(story);
                assertThat(page.content()).doesNotContain(SECRET);
                assertThat(Browsers.violations(page)).isEmpty();
                page.locator("#reason").fill("SUP-7, paid twice");
                page.locator("button", new Page.LocatorOptions().setHasText("Show and record"))
                        .click();
                assertThat(page.locator(".told-apart")).containsText("SUP-7, paid twice");
                assertThat(page.content()).contains(SECRET);
                assertThat(Browsers.violations(page)).isEmpty();
            }
        }
        assertThat(database.queryOne("SELECT string_agg(visitor || ' ' || role || ' ' || what || ' ' || reason, '; '"
                        + " ORDER BY access_id) FROM backstory.access_log WHERE about = '" + paid.correlationId()
                        + "'"))
                .isEqualTo("anna support story ; ben engineer story ; ben engineer show SUP-7, paid twice");
    }

    /** A certificate that no authority knows. */
    private static Browser.NewContextOptions trusting() {
        return new Browser.NewContextOptions().setIgnoreHTTPSErrors(true);
    }

    /** A user with the rights that docs/operations.md names, and no other. */
    private static String reader(PostgresServer.Database database) {
        String name = "viewer_" + ProcessHandle.current().pid();
        database.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + PASSWORD + "'");
        database.execute("GRANT USAGE ON SCHEMA backstory TO " + name);
        database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA backstory TO " + name);
        database.execute("GRANT INSERT ON backstory.access_log TO " + name);
        return name;
    }

    private Path config() throws Exception {
        Path users = folder.resolve("users");
        Files.write(
                users,
                List.of(
                        "anna:support:" + Passwords.hash(PASSWORD.toCharArray()),
                        "ben:engineer:" + Passwords.hash(PASSWORD.toCharArray())));
        Path keystore = SelfSigned.keystore(folder, STORE_PASSWORD);
        return Files.write(
                folder.resolve("viewer.properties"),
                List.of(
                        "access=basic",
                        "users=" + users,
                        "tls.keystore=" + keystore,
                        "see.support.event.PaymentReceived=amount",
                        "see.support.subjects=order",
                        "see.engineer.event.PaymentReceived=amount",
                        "see.engineer.subjects=order",
                        "show=engineer"));
    }
}
