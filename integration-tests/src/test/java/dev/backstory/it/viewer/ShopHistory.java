package dev.backstory.it.viewer;

import dev.backstory.context.Step;
import dev.backstory.context.Via;
import dev.backstory.it.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The last weeks of a small shop: what works, and each way in which something can be wrong with a story. */
final class ShopHistory {

    private static final Map<String, String> ANNA = Map.of("actor", "anna@example.com", "tenant", "acme");

    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Connection connection;
    private final Instant now;
    private final UUID shop;
    private final UUID payments;
    private final UUID shipping;
    private final UUID dead;

    private ShopHistory(Connection connection, Instant now) {
        this.connection = connection;
        this.now = now;
        Instant started = now.minus(Duration.ofDays(2));
        shop = StoredStory.instance(connection, "shop", started, now.plusSeconds(86_400));
        payments = StoredStory.instance(connection, "payments", started, now.plusSeconds(86_400));
        shipping = StoredStory.instance(connection, "shipping", started, now.plusSeconds(86_400));
        dead = StoredStory.instance(connection, "reports", started, started.plusSeconds(60));
    }

    /** Writes it; the answer names the stories that tests and pictures look at. */
    static Map<String, String> write(PostgresServer.Database database) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            ShopHistory history = new ShopHistory(connection, Instant.now());
            history.tell();
            connection.commit();
            return history.ids;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private StoredStory story(String name, Duration ago) {
        StoredStory story = new StoredStory(connection, now.minus(ago));
        ids.put(name, story.correlationId());
        return story;
    }

    private void tell() {
        for (int i = 150; i > 0; i--) {
            works("worked-" + i, Duration.ofMinutes(40L + 11L * i), 4_700 + i);
        }
        slow();
        console();
        lost();
        stopped();
        declined();
        retried();
        batched();
        running();
    }

    private void works(String name, Duration ago, int number) {
        StoredStory story = story(name, ago).with(ANNA);
        String order = "order/" + number;
        String customer = "customer/" + number % 17;
        UUID request = request(story, 38);
        UUID placed = placed(story, request, order, customer);
        UUID job = charge(story.at(71), placed, 1, 220, null);
        UUID paid = story.at(280)
                .event(payments, "PaymentSuccessful", job, null, Map.of("amount", "12.50"), order, customer);
        invoice(story.at(320), request, paid, order, customer);
        UUID message = story.at(402)
                .step(shipping, Step.MESSAGE, "order.paid", paid, 85, 34, null, Map.of("queue", "shipping"));
        story.at(431).event(shipping, "ShipmentRequested", message, null, Map.of("carrier", "DHL"), order);
    }

    private UUID request(StoredStory story, long ran) {
        return story.step(
                shop,
                Step.REQUEST,
                "POST /orders",
                null,
                -1,
                ran,
                null,
                Map.of("method", "POST", "route", "/orders", "status", "201"));
    }

    private UUID placed(StoredStory story, UUID request, String order, String customer) {
        return story.at(12)
                .event(
                        shop,
                        "OrderPlaced",
                        request,
                        null,
                        Map.of("amount", Map.of("value", "12.50", "currency", "EUR"), "items", 2),
                        order,
                        customer);
    }

    private UUID charge(StoredStory story, UUID cause, int attempt, long ran, @Nullable String error) {
        return story.step(
                payments,
                Step.JOB,
                "ChargeCard",
                cause,
                41,
                ran,
                error,
                Map.of("queue", "payments", "attempt", Integer.toString(attempt)));
    }

    private void invoice(StoredStory story, UUID request, UUID cause, String... subjects) {
        Via mail = new Via("executor", "mail", Duration.ofMillis(7).toNanos());
        story.event(shop, "InvoiceSent", request, cause, mail, "mail-2", Map.of("pages", 1), subjects);
    }

    /** The card is declined, three times. */
    private void declined() {
        StoredStory story = story("declined", Duration.ofMinutes(23)).with(ANNA);
        UUID request = request(story, 38);
        UUID placed = placed(story, request, "order/4822", "customer/42");
        for (int i = 0; i < 6; i++) {
            story.at(14 + i).event(shop, "StockReserved", request, placed, Map.of("shelf", "B-" + i), "order/4822");
        }
        String error = "CardDeclinedException: insufficient funds";
        charge(story.at(71), placed, 1, 221, error);
        charge(story.at(30_071), placed, 2, 222, error);
        UUID job = charge(story.at(60_071), placed, 3, 223, error);
        story.at(60_280)
                .event(
                        payments,
                        "PaymentFailed",
                        job,
                        null,
                        new Via("executor", "charges", Duration.ofMillis(3).toNanos()),
                        "charges-1",
                        Map.of("reason", "insufficient funds", "card", "•••• 4242"),
                        "order/4822",
                        "customer/42");
    }

    private void retried() {
        StoredStory story =
                story("retried", Duration.ofMinutes(12)).with(Map.of("actor", "ben@example.com", "tenant", "globex"));
        UUID request = request(story, 44);
        UUID placed = placed(story, request, "order/4823", "customer/7");
        charge(story.at(80), placed, 1, 5_000, "SocketTimeoutException: Read timed out");
        UUID job = charge(story.at(15_080), placed, 2, 240, null);
        UUID paid = story.at(15_300)
                .event(payments, "PaymentSuccessful", job, null, Map.of("amount", "12.50"), "order/4823", "customer/7");
        invoice(story.at(15_330), request, paid, "order/4823");
    }

    /** What is handled together with the work of another story. */
    private void batched() {
        StoredStory story = story("batched", Duration.ofMinutes(11));
        UUID batch = story.step(
                shop,
                Step.MESSAGE,
                "order.delayed",
                null,
                61,
                40,
                null,
                Map.of("messages", "2", "joins", ids.get("declined") + " " + ids.get("retried")));
        story.at(20).event(shop, "CustomersInformed", batch, null, Map.of("mails", 2));
    }

    private void running() {
        StoredStory story = story("running", Duration.ofSeconds(25)).with(ANNA);
        UUID request = request(story, 31);
        UUID placed = placed(story, request, "order/4824", "customer/42");
        story.at(70).step(payments, Step.JOB, "ChargeCard", placed, 41, -1, null, Map.of("queue", "payments"));
    }

    private void stopped() {
        StoredStory story = story("stopped", Duration.ofHours(9));
        UUID run = story.step(dead, Step.SCHEDULED, "NightlyReport", null, -1);
        story.at(400).event(dead, "ReportStarted", run, null, Map.of("rows", 81_000), "report/2026-11");
    }

    private void lost() {
        StoredStory story = story("lost", Duration.ofHours(5)).with(ANNA);
        UUID message = story.step(
                shipping, Step.MESSAGE, "parcel.scanned", UUID.fromString("019aaaaa-0000-7000-8000-000000000001"), 20);
        story.at(11).event(shipping, "ParcelScanned", message, null, Map.of("depot", "HAM"), "parcel/77", "order/4760");
    }

    private void console() {
        StoredStory story = story("console", Duration.ofHours(3))
                .with(Map.of(
                        "operator", "maria",
                        "issue", "SUP-1042",
                        "reason", "Customer asked to cancel twice-charged order"));
        UUID session = story.step(shop, Step.CONSOLE, "jshell", null, 412_000);
        story.at(95_000)
                .event(
                        shop,
                        "OrderCancelled",
                        session,
                        null,
                        Map.of("reason", "charged twice"),
                        "order/4755",
                        "customer/9");
        story.at(141_000)
                .event(shop, "RefundIssued", session, null, Map.of("amount", "12.50"), "order/4755", "customer/9");
    }

    /** Takes days, in which mostly nothing happens, and ends with many that are alike. */
    private void slow() {
        StoredStory story = story("slow", Duration.ofDays(3)).with(Map.of("tenant", "acme"));
        UUID run = story.step(shop, Step.SCHEDULED, "ImportCatalogue", null, -1, 8_200, null, Map.of());
        UUID started =
                story.at(100).event(shop, "ImportStarted", run, null, Map.of("file", "catalogue.csv"), "import/311");
        IntStream.range(0, 40).forEach(i -> story.at(200 + i * 90L)
                .event(shop, "ItemImported", run, started, Map.of("sku", "S-" + (1000 + i)), "item/" + (1000 + i)));
        UUID approved = story.at(93_600_000).step(shop, Step.REQUEST, "POST /imports/{id}/approve", started, 61);
        story.at(93_600_030).event(shop, "ImportApproved", approved, null, Map.of("by", "lea"), "import/311");
    }
}
