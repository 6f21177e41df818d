package dev.backstory.it.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.it.PostgresServer;
import dev.backstory.viewer.Options;
import dev.backstory.viewer.StoreConnection;
import dev.backstory.viewer.ViewerServer;
import dev.backstory.viewer.ViewerSetup;
import dev.backstory.viewer.story.Sentences;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Each page in both themes, wide and narrow: accessible, no wider than the screen, without complaints. Keeps pictures if it is asked to. */
class PagesIT {

    private static final int WIDE = 1280;
    private static final int NARROW = 320;
    /** The id of a story of 2020. */
    private static final String LONG_AGO = "016f5e66-e800-7000-8000-000000000001";

    /** They are for people, and take longer than all that is checked. */
    private static final boolean KEEPS_PICTURES = Boolean.getBoolean("it.pictures");

    private static final Path PICTURES = Path.of("target", "pictures");

    @Test
    void each_page_is_accessible_and_fits_in_both_themes_wide_and_narrow() throws IOException {
        PostgresServer.Database database = PostgresServer.newDatabase("pages");
        Sentences sentences = Sentences.of(Map.of(
                "PaymentFailed", "Payment failed: {reason}",
                "failures", "PaymentFailed",
                "owner.payments", "Payments team, #payments"));
        try (Browsers browsers = Browsers.open();
                EventPublisher publisher = EventPublisher.builder()
                        .service("shop")
                        .setting("backstory.url", database.url())
                        .setting("backstory.user", database.user())
                        .setting("backstory.password", database.password())
                        .setting("backstory.audit.customers", "per=subject.customer; types=Order*, Payment*, Refund*")
                        .setting("backstory.audit.failures", "types=PaymentFailed")
                        .build();
                StoreConnection store =
                        StoreConnection.open(Options.of(database.url(), database.user(), database.password()));
                ViewerServer viewer = ViewerServer.start(
                        0,
                        ViewerSetup.of(store.reader())
                                .auditLog(store::auditLog)
                                .sentences(sentences)
                                .retention(Duration.ofDays(400)));
                StoreConnection unreachable =
                        StoreConnection.open(Options.of("jdbc:postgresql://127.0.0.1:1/none", "nobody", null));
                ViewerServer viewerOfNothing = ViewerServer.start(0, ViewerSetup.of(unreachable.reader()))) {
            // The first event makes the schema.
            Receipt opened =
                    publisher.publish(Event.of("ShopOpened").subject("shop/1").build());
            Map<String, String> told = ShopHistory.write(database);
            String home = "http://localhost:" + viewer.port();
            Map<String, String> pages = new LinkedHashMap<>();
            pages.put("stories", home + "/stories");
            pages.put("search", home + "/stories?subject=customer/42&outcome=failed");
            pages.put("nothing-found", home + "/stories?q=nobody/1");
            pages.put("sessions", home + "/sessions");
            pages.put("audit-logs", home + "/audit");
            pages.put("audit-log", home + "/audit/customers/42");
            pages.put("audit-log-empty", home + "/audit/customers/nobody");
            pages.put("audit-fragment", home + "/audit/failures/fragment");
            told.forEach((name, id) -> {
                if (List.of("worked-1", "declined", "running", "slow", "lost").contains(name)) {
                    pages.put("story-" + name, home + "/stories/" + id);
                }
            });
            String declined = Objects.requireNonNull(told.get("declined"));
            await().until(() -> !store.reader().story(declined).batches().isEmpty());
            String story = home + "/stories/" + declined;
            String row = "#r-"
                    + store.reader().story(declined).events().stream()
                            .filter(each -> each.type().equals("PaymentFailed"))
                            .findFirst()
                            .orElseThrow()
                            .id();
            pages.put("details", story + row);
            pages.put("timeline", story + "?view=timeline");
            pages.put("table", story + "?view=table");
            pages.put("event", home + "/stories/" + opened.correlationId() + "/events/" + opened.eventId());
            pages.put("not-found", home + "/stories/unknown");
            pages.put("no-longer-kept", home + "/stories/" + LONG_AGO);
            pages.put("store-away", "http://localhost:" + viewerOfNothing.port() + "/stories");
            List<String> wrong = new ArrayList<>();
            for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                try (BrowserContext context =
                        browsers.chromium().newContext(new Browser.NewContextOptions().setColorScheme(theme))) {
                    Page page = context.newPage();
                    page.onPageError(error -> wrong.add(page.url() + ": " + error));
                    for (Map.Entry<String, String> each : pages.entrySet()) {
                        look(page, theme, each.getKey(), each.getValue(), wrong);
                    }
                    lookAtKeys(page, theme, home + "/stories", wrong);
                    lookAtPrint(page, theme, story, wrong);
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    private static void look(Page page, ColorScheme theme, String name, String address, List<String> wrong)
            throws IOException {
        String where = where(name, theme);
        page.setViewportSize(WIDE, 1_400);
        load(page, address);
        if (address.contains("#")) {
            page.locator(".panel").waitFor();
            // Not of more than the window: the browser makes that larger for it, and the panel shuts then.
            picture(page, where + "-" + WIDE, false);
        } else {
            picture(page, where + "-" + WIDE);
        }
        check(page, where, wrong);
        page.setViewportSize(NARROW, 800);
        if (address.contains("#")) {
            load(page, address);
        }
        picture(page, where + "-" + NARROW);
        if (!page.evaluate("document.documentElement.scrollWidth").equals(NARROW)) {
            wrong.add(where + " is wider than a narrow screen");
        }
    }

    /** By way of another page: an address that differs in its fragment alone is not loaded again. */
    private static void load(Page page, String address) {
        page.navigate("about:blank");
        page.navigate(address);
    }

    private static void lookAtKeys(Page page, ColorScheme theme, String address, List<String> wrong)
            throws IOException {
        page.setViewportSize(WIDE, 800);
        page.navigate(address);
        page.locator("[data-key='?']").click();
        picture(page, where("keys", theme) + "-" + WIDE);
        check(page, where("keys", theme), wrong);
    }

    private static void lookAtPrint(Page page, ColorScheme theme, String address, List<String> wrong)
            throws IOException {
        page.navigate(address);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        picture(page, where("print", theme) + "-" + WIDE);
        check(page, where("print", theme), wrong);
        if (page.locator(".bar").isVisible()) {
            wrong.add("the bar is printed");
        }
    }

    private static String where(String name, ColorScheme theme) {
        return name + "-" + theme.name().toLowerCase(Locale.ROOT);
    }

    private static void check(Page page, String where, List<String> wrong) throws IOException {
        for (String violation : Browsers.violations(page)) {
            wrong.add(where + ": " + violation);
        }
    }

    private static void picture(Page page, String name) {
        picture(page, name, true);
    }

    private static void picture(Page page, String name, boolean whole) {
        if (KEEPS_PICTURES) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(PICTURES.resolve(name + ".png"))
                    .setFullPage(whole));
        }
    }
}
