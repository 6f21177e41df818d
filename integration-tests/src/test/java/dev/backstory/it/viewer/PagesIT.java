package dev.backstory.it.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.it.CausesResolve;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.RecordedStep;
import dev.backstory.viewer.Options;
import dev.backstory.viewer.StoreConnection;
import dev.backstory.viewer.ViewerServer;
import dev.backstory.viewer.story.Sentences;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Each page in both themes, wide and narrow: accessible, no wider than the screen, without complaints. Keeps pictures. */
class PagesIT {

    private static final Path PICTURES = Path.of("target", "pictures");
    private static final String VIOLATIONS =
            "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
                    + ".then(found => found.violations.map(each => each.id + ' ' + each.nodes.map(node => node.html).join(' ')))";

    @Test
    void each_page_is_accessible_and_fits_in_both_themes_wide_and_narrow() throws IOException {
        PostgresServer.Database database = PostgresServer.newDatabase("pages");
        Sentences sentences =
                Sentences.of(Map.of("PaymentFailed", "Payment failed: {reason}", "failures", "PaymentFailed"));
        try (Browsers browsers = Browsers.open();
                EventPublisher publisher = EventPublisher.builder()
                        .service("shop")
                        .setting("backstory.url", database.url())
                        .setting("backstory.user", database.user())
                        .setting("backstory.password", database.password())
                        .build();
                StoreConnection store =
                        StoreConnection.open(Options.of(database.url(), database.user(), database.password()));
                ViewerServer viewer = ViewerServer.start(0, store.reader(), sentences)) {
            Receipt placed = order(publisher);
            String home = "http://localhost:" + viewer.port();
            String story = home + "/stories/" + placed.correlationId();
            Awaitility.await().untilAsserted(() -> assertThat(
                            store.reader().story(placed.correlationId()).steps())
                    .extracting(RecordedStep::duration)
                    .doesNotContainNull());
            Map<String, String> pages = new LinkedHashMap<>();
            pages.put("stories", home + "/stories");
            pages.put("story", story);
            pages.put("timeline", story + "?view=timeline");
            pages.put("table", story + "?view=table");
            pages.put("event", story + "/events/" + placed.eventId());
            pages.put("not-found", home + "/stories/unknown");
            List<String> wrong = new ArrayList<>();
            for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                for (int width : new int[] {1100, 320}) {
                    pages.forEach((name, address) -> look(browsers, theme, width, name, address, wrong));
                }
            }
            assertThat(wrong).isEmpty();
            CausesResolve.in(database);
        }
    }

    private static Receipt order(EventPublisher publisher) {
        Step request = Step.of(Step.REQUEST, "POST /orders")
                .application(PagesIT.class.getClassLoader())
                .start();
        Receipt placed;
        try (Scope scope = request.context().activate()) {
            assertThat(scope).isNotNull();
            placed = publisher.publish(
                    event("OrderPlaced").data(Map.of("amount", "12.50")).build());
            for (int i = 0; i < 6; i++) {
                publisher.publish(event("ItemPicked").data(Map.of("shelf", i)).build());
            }
            Step job = Step.of(Step.JOB, "ChargeCard").start();
            try (Scope charging = job.context().activate()) {
                assertThat(charging).isNotNull();
                publisher.publish(event("PaymentFailed")
                        .data(Map.of("reason", "card declined"))
                        .metadata("tenant", "acme")
                        .build());
            }
            job.fail(new IllegalStateException("declined by the bank"));
            job.end();
        }
        request.end();
        return placed;
    }

    private static Event.Builder event(String type) {
        return Event.of(type).subject("order/4822").subject("customer/42");
    }

    private static void look(
            Browsers browsers, ColorScheme theme, int width, String name, String address, List<String> wrong) {
        try (BrowserContext context = browsers.chromium()
                .newContext(
                        new Browser.NewContextOptions().setColorScheme(theme).setViewportSize(width, 800))) {
            String where = name + "-" + theme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width;
            Page page = context.newPage();
            page.onPageError(error -> wrong.add(where + ": " + error));
            page.navigate(address);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(PICTURES.resolve(where + ".png"))
                    .setFullPage(true));
            if (!page.evaluate("document.documentElement.scrollWidth").equals(width)) {
                wrong.add(where + " is wider than the screen");
            }
            page.evaluate(axe());
            for (Object violation : (List<?>) page.evaluate(VIOLATIONS)) {
                wrong.add(where + ": " + violation);
            }
        }
    }

    private static String axe() {
        String script = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
        try (InputStream in = PagesIT.class.getClassLoader().getResourceAsStream(script)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + script);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
