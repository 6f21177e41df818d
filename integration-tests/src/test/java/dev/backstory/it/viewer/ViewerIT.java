package dev.backstory.it.viewer;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
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
import dev.backstory.viewer.ViewerSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@NullUnmarked // Fields are set before each test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewerIT {

    private static final String HOSTILE = "\"><script>document.title='owned'</script>\u202Egnp\0" + "A".repeat(100_000);

    private static final LocatorAssertions.ContainsTextOptions LATER =
            new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);

    private final List<String> complaints = new ArrayList<>();
    private Browsers browsers;
    private EventPublisher publisher;
    private StoreConnection store;
    private ViewerServer viewer;
    private BrowserContext context;
    private PostgresServer.Database database;
    private String home;
    private String story;
    private Receipt placed;
    private Receipt hostile;

    @BeforeAll
    void publish() throws IOException {
        browsers = Browsers.open();
        database = PostgresServer.newDatabase("viewer");
        publisher = EventPublisher.builder()
                .service("shop")
                .setting("backstory.url", database.url())
                .setting("backstory.user", database.user())
                .setting("backstory.password", database.password())
                .setting("backstory.audit.orders", "types=Order*, Odd")
                .build();
        Step step = Step.of(Step.REQUEST, "POST /orders")
                .application(getClass().getClassLoader())
                .start();
        try (Scope scope = step.context().activate()) {
            assertThat(scope).isNotNull();
            placed = publisher.publish(Event.of("OrderPlaced")
                    .subject("order/4822")
                    .subject("customer/42")
                    .data(Map.of("amount", "12.50"))
                    .build());
            Step job = Step.of(Step.JOB, "ChargeCard").start();
            job.fail(new IllegalStateException("declined"));
            job.end();
        }
        step.end();
        hostile = publisher.publish(Event.of("Odd")
                .subject("note/<b>\u202E")
                .data(Map.of("text", HOSTILE))
                .metadata("actor", "\"><img src=x onerror=alert(1)>")
                .build());
        store = StoreConnection.open(Options.of(database.url(), database.user(), database.password()));
        viewer = ViewerServer.start(0, setup());
        home = "http://localhost:" + viewer.port();
        story = home + "/stories/" + placed.correlationId();
        Awaitility.await().untilAsserted(() -> assertThat(
                        store.reader().story(placed.correlationId()).steps())
                .extracting(RecordedStep::duration)
                .hasSize(2)
                .doesNotContainNull());
    }

    private ViewerSetup setup() {
        return ViewerSetup.of(store.reader()).auditLog(store::auditLog);
    }

    @AfterAll
    void close() {
        CausesResolve.in(database);
        for (AutoCloseable each : new AutoCloseable[] {viewer, store, publisher, browsers}) {
            closeQuietly(each);
        }
    }

    private static void closeQuietly(AutoCloseable each) {
        try {
            if (each != null) {
                each.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void openContext() {
        context = browsers.chromium().newContext();
    }

    @AfterEach
    void nothing_was_complained_about() {
        context.close();
        assertThat(complaints).isEmpty();
    }

    private Page page(BrowserContext in) {
        complaints.clear();
        Page page = in.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    @Test
    void leads_from_the_list_to_the_story_to_the_event_and_back() {
        Page page = page(context);
        page.navigate(home + "/");
        page.locator("a.asked", new Page.LocatorOptions().setHasText("POST /orders"))
                .click();
        assertThat(page).hasURL(story);
        assertThat(page.locator("h1")).hasText("POST /orders");
        page.locator("summary", new Page.LocatorOptions().setHasText("Order placed"))
                .click();
        page.locator(".panel a code", new Page.LocatorOptions().setHasText(placed.eventId()))
                .first()
                .click();
        assertThat(page).hasURL(story + "/events/" + placed.eventId());
        assertThat(page.locator("pre")).containsText("12.50");
        page.locator(".crumb a").click();
        assertThat(page).hasURL(story + "#r-" + placed.eventId());
        assertThat(page.locator(".panel h2")).hasText("Order placed");
    }

    @Test
    void a_customer_is_found_by_subject_and_a_story_by_any_id() {
        Page page = page(context);
        page.navigate(home + "/stories");
        page.locator("#q").fill("customer/42");
        page.keyboard().press("Enter");
        assertThat(page.locator(".card")).hasCount(1);
        assertThat(page.locator("a.asked")).hasText("POST /orders");
        page.locator("#q").fill(placed.eventId());
        page.keyboard().press("Enter");
        assertThat(page).hasURL(story);
        page.navigate(home + "/go?id=" + placed.eventId());
        assertThat(page).hasURL(story + "/events/" + placed.eventId());
    }

    @Test
    void a_search_is_narrowed_down_and_its_address_can_be_sent_to_others() {
        Page page = page(context);
        page.navigate(home + "/stories");
        page.locator(".filters summary").click();
        page.getByLabel("Outcome").selectOption("failed");
        page.getByLabel("About").fill("customer/42");
        page.getByLabel("Service").fill("shop");
        page.locator("[name=since]").selectOption("24h");
        page.locator(".act button").click();
        assertThat(page.locator("h1")).containsText("a step failed");
        assertThat(page.locator("a.asked")).hasText("POST /orders");
        String address = page.url();
        try (BrowserContext other = browsers.chromium().newContext()) {
            Page theirs = page(other);
            theirs.navigate(address);
            assertThat(theirs.locator(".card")).hasCount(1);
            assertThat(theirs.getByLabel("About")).hasValue("customer/42");
            theirs.navigate(address.replace("customer/42", "customer/43").replace("customer%2F42", "customer%2F43"));
            assertThat(theirs.locator(".empty")).containsText("Nothing was found");
        }
    }

    @Test
    void a_failure_is_said_first_and_leads_to_where_it_stopped() {
        Page page = page(context);
        page.navigate(story);
        assertThat(page.locator(".outcome")).containsText("Failed: job ChargeCard");
        page.locator(".stop a").click();
        assertThat(page.locator(".row.failed.chosen .sentence")).hasText("job ChargeCard");
        assertThat(page.locator(".panel")).containsText("POST /orders");
    }

    @Test
    void the_link_of_a_row_shows_its_details() {
        Page page = page(context);
        page.navigate(story);
        page.locator(".stop a").click();
        String link = page.url();
        page.navigate("about:blank");
        page.navigate(link);
        assertThat(page.locator(".row.failed.chosen .sentence")).hasText("job ChargeCard");
        assertThat(page.locator(".panel")).containsText("POST /orders");
    }

    @Test
    void details_open_in_their_row_where_there_is_no_room_beside_it() {
        try (BrowserContext narrow =
                browsers.chromium().newContext(new Browser.NewContextOptions().setViewportSize(700, 800))) {
            Page page = page(narrow);
            page.navigate(story);
            page.locator(".stop a").click();
            assertThat(page.locator(".row.failed details")).hasAttribute("open", "");
            assertThat(page.locator(".panel")).isHidden();
        }
    }

    @Test
    void a_story_is_read_with_the_keyboard_alone() {
        Page page = page(context);
        page.navigate(story);
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        assertThat(page.locator(".panel h2")).hasText("Order placed");
        page.keyboard().press("n");
        assertThat(page.locator(".panel h2")).hasText("job ChargeCard");
        page.keyboard().press("Escape");
        assertThat(page.locator(".panel")).isHidden();
        assertThat(page.locator(".row.failed summary")).isFocused();
        page.keyboard().press("/");
        assertThat(page.locator("#q")).isFocused();
        page.keyboard().type("?j");
        assertThat(page.locator("#q")).hasValue("?j");
        page.locator("#q").blur();
        page.keyboard().press("?");
        assertThat(page.locator("#keys")).isVisible();
        page.locator("#use-keys").uncheck();
        page.keyboard().press("Escape");
        page.keyboard().press("?");
        assertThat(page.locator("#keys")).isHidden();
        page.locator("[data-key='?']").click();
        assertThat(page.locator("#keys")).isVisible();
    }

    @Test
    void an_audit_log_leads_to_the_event_in_its_story() {
        Page page = page(context);
        page.navigate(home + "/stories");
        page.locator("nav a", new Page.LocatorOptions().setHasText("Audit logs"))
                .click();
        page.locator(".log a").click();
        assertThat(page).hasURL(home + "/audit/orders");
        assertThat(page.locator(".entries li")).hasCount(2);
        assertThat(page.locator(".entries li").first()).containsText("\"><img src=x onerror=alert(1)>");
        page.locator(".entries a", new Page.LocatorOptions().setHasText("Order placed"))
                .click();
        assertThat(page).hasURL(story + "/events/" + placed.eventId());
    }

    @Test
    void only_the_named_page_of_another_site_can_hold_an_audit_log_in_a_frame() throws IOException {
        HttpServer host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String origin = "http://127.0.0.1:" + host.getAddress().getPort();
        try (ViewerServer open = ViewerServer.start(0, setup().embedders(List.of(origin)))) {
            host.createContext("/", exchange -> {
                int port = exchange.getRequestURI().getPath().equals("/named") ? open.port() : viewer.port();
                byte[] content = ("<!doctype html><iframe src='http://localhost:" + port + "/audit/orders/fragment'>")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
                exchange.close();
            });
            host.start();
            Page page = page(context);
            page.navigate(origin + "/named");
            FrameLocator frame = page.frameLocator("iframe");
            assertThat(frame.locator(".entries li")).hasCount(2);
            assertThat(frame.locator(".entries")).hasCSS("list-style-type", "none");
            Page opened = context.waitForPage(
                    () -> frame.locator(".entries a", new FrameLocator.LocatorOptions().setHasText("Order placed"))
                            .click());
            assertThat(opened.locator("pre")).containsText("12.50");
            Page refused = context.newPage();
            refused.navigate(origin + "/other");
            assertThat(refused.frameLocator("iframe").locator(".entries")).hasCount(0);
        } finally {
            host.stop(0);
        }
    }

    @Test
    void hostile_text_is_text() {
        Page page = page(context);
        page.navigate(home + "/stories/" + hostile.correlationId());
        assertThat(page).hasTitle("Odd – Backstory");
        page.navigate(home + "/stories/" + hostile.correlationId() + "/events/" + hostile.eventId());
        assertThat(page.locator("pre")).containsText("<script>");
        assertThat(page.locator("main script, main img")).hasCount(0);
        page.navigate(home + "/stories?q=" + "%22%3E%3Cscript%3E");
        assertThat(page.locator("main script")).hasCount(0);
    }

    @Test
    void is_complete_without_javascript() {
        try (BrowserContext plain =
                browsers.chromium().newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = page(plain);
            page.navigate(story);
            page.locator("summary", new Page.LocatorOptions().setHasText("Order placed"))
                    .click();
            assertThat(page.locator(".row.event pre").first()).isVisible();
            assertThat(page.locator(".zone")).isHidden();
        }
    }

    @Test
    void is_dark_where_the_reader_wants_it_dark_and_fits_a_narrow_screen() {
        try (BrowserContext dark = browsers.chromium()
                .newContext(new Browser.NewContextOptions()
                        .setColorScheme(ColorScheme.DARK)
                        .setViewportSize(320, 800))) {
            Page page = page(dark);
            page.navigate(story);
            assertThat(page.locator("body")).hasCSS("background-color", "rgb(18, 21, 28)");
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
            page.navigate(home + "/stories");
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        }
    }

    @Test
    void times_are_in_the_zone_that_the_reader_wants() {
        try (BrowserContext tokyo = browsers.chromium()
                .newContext(new Browser.NewContextOptions()
                        .setTimezoneId("Asia/Tokyo")
                        .setLocale("en-GB"))) {
            Page page = page(tokyo);
            page.navigate(story);
            assertThat(page.locator(".facts time")).containsText("UTC");
            page.locator("#zone").selectOption("Asia/Tokyo");
            assertThat(page.locator(".facts time")).containsText("GMT+9");
            page.reload();
            assertThat(page.locator(".facts time")).containsText("GMT+9");
            page.locator("#zone").focus();
            page.locator("#zone").selectOption("America/New_York");
            assertThat(page.locator(".facts time")).containsText("GMT-");
        }
    }

    @Test
    void a_story_that_goes_on_says_so_and_moves_nothing_until_asked() {
        Receipt begun = publisher.publish(Event.of("ReportAsked").build());
        Page page = page(context);
        page.navigate(home + "/stories/" + begun.correlationId());
        assertThat(page.locator(".row")).hasCount(1);
        Step later = Step.of(Step.JOB, "MakeReport")
                .correlationId(begun.correlationId())
                .start();
        try (Scope scope = later.context().activate()) {
            assertThat(scope).isNotNull();
            publisher.publish(Event.of("ReportMade").build());
        }
        later.end();
        assertThat(page.locator(".live")).containsText("This story has gone on.", LATER);
        assertThat(page.locator(".row")).hasCount(1);
        page.locator(".live button").click();
        assertThat(page.locator("main")).containsText("Report made");
    }
}
