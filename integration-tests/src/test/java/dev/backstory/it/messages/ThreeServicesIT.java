package dev.backstory.it.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.Beside;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.viewer.story.Sentences;
import dev.backstory.viewer.story.Story;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaBroker.class)
class ThreeServicesIT {

    @EachJdk
    @Proves("kafka.three-services")
    void a_call_and_then_a_record_make_one_story_of_three_services(Jdk jdk, Beside beside, KafkaBroker broker)
            throws Exception {
        String topic = "paid-" + ProcessHandle.current().pid() + "-" + jdk + "-" + beside.name();
        try (TestJvm shop = service("shop", jdk, beside);
                TestJvm payments = service("payments", jdk, beside);
                TestJvm shipping = service("shipping", jdk, beside)) {
            Outcome paid = payments.call("payments", broker.address(), topic);
            Outcome ordered = shop.call("shop", paid.returned());
            String quoted = post(ordered.returned());
            Outcome shipped = shipping.call("shipping", broker.address(), topic);

            ordered.endedStep("OrderPlaced");
            paid.endedStep("CardCharged");
            shipped.endedStep("ParcelShipped");
            Story story = Story.of(shipped.records("ParcelShipped"), Sentences.NONE);
            assertThat(story.correlationId()).isEqualTo(quoted);
            assertThat(story.services()).containsExactly("shop", "payments", "shipping");
            assertThat(story.strays()).isEmpty();
            assertThat(story.rows())
                    .extracting(row -> "  ".repeat(row.depth()) + row.service() + ": " + row.sentence())
                    .containsExactly(
                            "shop: POST /orders",
                            "  shop: Order placed",
                            "  payments: POST /payments",
                            "    payments: Card charged",
                            "    shipping: message " + topic,
                            "      shipping: Parcel shipped");
            for (TestJvm each : new TestJvm[] {shop, payments, shipping}) {
                each.assertNoContextLeft();
            }
        }
    }

    private static TestJvm service(String name, Jdk jdk, Beside beside) {
        return TestJvm.of(ServicesApp.class)
                .on(jdk)
                .beside(beside)
                .libraries("kafka4")
                .property("backstory.service=" + name)
                .start();
    }

    /** Returns the id that whoever orders could quote. */
    private static String post(String address) throws IOException, InterruptedException {
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(202);
        return answer.headers().firstValue("X-Correlation-ID").orElseThrow();
    }
}
