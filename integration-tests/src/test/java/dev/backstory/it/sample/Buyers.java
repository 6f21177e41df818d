package dev.backstory.it.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Customers over HTTP/1.1: each call has a connection of its own at a time, kept alive for the next. */
final class Buyers {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI orders;

    Buyers(String shop) {
        orders = URI.create(shop + "/orders");
    }

    List<Bought> buy(String customer, int times) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(orders)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString("{\"customer\":\"" + customer
                        + "\",\"items\":[{\"sku\":\"tea\",\"quantity\":1}],\"amount\":1.50,"
                        + "\"card\":\"visa\",\"deliverTo\":\"town\"}"))
                .build();
        List<Bought> bought = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
            bought.add(new Bought(
                    response.headers().firstValue("Location").orElseThrow().substring("/orders/".length()),
                    response.headers().firstValue("X-Correlation-ID").orElseThrow()));
        }
        return bought;
    }

    /** An order's number, and the reference in the response. */
    record Bought(String order, String story) {}
}
