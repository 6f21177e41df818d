package dev.backstory.it.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.it.CausesResolve;
import dev.backstory.it.PostgresServer;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryQuery;
import dev.backstory.store.postgres.PostgresStoryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shop under the agent, its workers looked into from inside. */
class ShopIT {

    private static final int CONNECTIONS = 200;
    private static final int REQUESTS = Integer.getInteger("it.shop.requests");
    private static final String EVENTS_OF_ORDERS = "SELECT type, correlation_id, subject FROM backstory.event,"
            + " unnest(subjects) AS subject WHERE subject LIKE 'order/%'";

    private static final PostgresServer.Database DATABASE = TestJvm.database();
    private static TestJvm jvm;
    private static Buyers buyers;

    /** Runs in the shop's JVM. */
    static final class Shop {

        private Shop() {}

        static String open() throws ReflectiveOperationException, IOException {
            Path announced = Files.createTempDirectory("shop").resolve("address");
            // The harness publishes in this thread; the shop starts as it does in its own main.
            try (Scope none = CausalContext.NONE.activate()) {
                Class.forName("dev.backstory.sample.ShopApplication")
                        .getMethod("main", String[].class)
                        .invoke(null, (Object) new String[] {
                            "--server.port=0",
                            "--server.tomcat.threads.max=200",
                            "--shop.announce=" + announced,
                            "--shop.card-time=1ms",
                            "--shop.cashiers=32",
                            "--shop.packers=32"
                        });
            }
            return Files.readAllLines(announced).get(0);
        }
    }

    @BeforeAll
    static void open_the_shop() {
        jvm = TestJvm.of(Shop.class)
                .libraries("shop")
                .argument("-Xmx768m")
                .argument("-XX:TieredStopAtLevel=4")
                .start();
        buyers = new Buyers(jvm.call("open").returned());
    }

    @AfterAll
    static void close_the_shop() {
        jvm.close();
    }

    @Test
    void two_hundred_connections_at_once_never_get_a_wrong_id() throws Exception {
        Map<String, String> storyOfOrder = buy();

        assertThat(storyOfOrder).hasSize(CONNECTIONS * REQUESTS);
        assertThat(Set.copyOf(storyOfOrder.values())).hasSize(CONNECTIONS * REQUESTS);
        await("all events")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> "0"
                        .equals(DATABASE.queryOne("SELECT " + storyOfOrder.size()
                                + " - count(*) FROM backstory.event WHERE type = 'ReceiptSent'"
                                + " AND subjects[1] LIKE 'customer/load-%'")));
        Map<String, List<String>> typesOfOrder = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        try (Connection connection = DATABASE.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(EVENTS_OF_ORDERS)) {
            while (rows.next()) {
                String order = rows.getString(3).substring("order/".length());
                String story = storyOfOrder.get(order);
                if (story != null) {
                    typesOfOrder
                            .computeIfAbsent(order, key -> new ArrayList<>())
                            .add(rows.getString(1));
                    if (!story.equals(rows.getString(2))) {
                        wrong.add(order + " " + rows.getString(1) + " is in " + rows.getString(2));
                    }
                }
            }
        }
        assertThat(wrong).as("events with another's id").isEmpty();
        assertThat(typesOfOrder).hasSameSizeAs(storyOfOrder);
        assertThat(typesOfOrder.values()).allSatisfy(types -> assertThat(types)
                .containsExactlyInAnyOrder("OrderPlaced", "PaymentSuccessful", "ShipmentRequested", "ReceiptSent"));
        jvm.assertNoContextLeft();
        CausesResolve.in(DATABASE);
    }

    private static Map<String, String> buy() throws Exception {
        Map<String, String> storyOfOrder = new HashMap<>();
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<List<Buyers.Bought>>> customers = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                String customer = "load-" + i;
                customers.add(() -> buyers.buy(customer, REQUESTS));
            }
            for (Future<List<Buyers.Bought>> each : connections.invokeAll(customers)) {
                each.get().forEach(bought -> storyOfOrder.put(bought.order(), bought.story()));
            }
        } finally {
            connections.shutdown();
        }
        return storyOfOrder;
    }

    @Test
    void start_up_and_requests_are_different_stories() throws Exception {
        Buyers.Bought first = buyers.buy("early", 2).get(0);
        Buyers.Bought second = buyers.buy("early", 1).get(0);

        List<String> openings = stories(StoryQuery.newest(100).ofType("ShopOpened"));
        assertThat(openings).isNotEmpty().doesNotContain(first.story(), second.story());
        assertThat(first.story()).isNotEqualTo(second.story());
    }

    @Test
    void searching_a_customer_finds_the_stories_of_their_orders() throws Exception {
        List<Buyers.Bought> bought = buyers.buy("42", 3);

        Set<String> expected = bought.stream().map(Buyers.Bought::story).collect(Collectors.toSet());
        assertThat(stories(StoryQuery.newest(100).about("customer/42"))).containsAll(expected);
        for (Buyers.Bought each : bought) {
            assertThat(stories(StoryQuery.newest(100).about("order/" + each.order())))
                    .containsExactly(each.story());
        }
    }

    /** After a load a list may say that it lacks what was recorded since some time; then it is asked again. */
    private static List<String> stories(StoryQuery query) {
        PostgresStoryReader reader = new PostgresStoryReader(DATABASE.dataSource());
        return await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> reader.stories(query), list -> list.behindSince() == null)
                .stories()
                .stream()
                .map(StoryHead::correlationId)
                .toList();
    }
}
