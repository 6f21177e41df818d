package dev.backstory.sample.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Orders over HTTP, like anybody. */
final class Customer {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String shop;

    Customer(String shop) {
        this.shop = shop;
    }

    Placed order(Wish wish) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shop + "/orders"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(2))
                .POST(HttpRequest.BodyPublishers.ofString(wish.json()))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        String location = response.headers().firstValue("Location").orElse("");
        if (response.statusCode() != 201 || location.isEmpty()) {
            throw new IOException("the shop answered " + response.statusCode() + " to an order: " + response.body());
        }
        String reference = response.headers()
                .firstValue("X-Correlation-ID")
                .orElseThrow(() -> new IOException("the shop's response has no X-Correlation-ID: no agent?"));
        return new Placed(wish, location.substring(location.lastIndexOf('/') + 1), reference);
    }
}
