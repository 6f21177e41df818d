package dev.backstory.it.webflux;

import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Calls by Reactor Netty's client and by what Spring has built on it and on the JDK's. */
public final class Calls {

    /** One connection, for which calls of several stories wait; names are looked up by the JDK. */
    private static final HttpClient NETTY = HttpClient.create(ConnectionProvider.builder("one")
                    .maxConnections(1)
                    .pendingAcquireMaxCount(100)
                    .build())
            .resolver(DefaultAddressResolverGroup.INSTANCE)
            .followRedirect(true);

    private static final WebClient WEB_CLIENT = WebClient.builder()
            .clientConnector(new ReactorClientHttpConnector(NETTY))
            .build();

    private Calls() {}

    /** Sends a request by the client of that name; the callback is called with its answer. */
    public static CompletableFuture<String> call(String client, String url, Runnable callback) {
        Mono<String> answer =
                switch (client) {
                    case "reactor-netty" -> netty(url, callback);
                    case "reactor-netty-post" -> posted(url, callback);
                    case "web-client" -> webClient(url).doOnNext(each -> callback.run());
                    case "web-client-later" ->
                        Mono.delay(Duration.ofMillis(20))
                                .flatMap(tick -> webClient(url))
                                .publishOn(Schedulers.parallel())
                                .doOnNext(each -> callback.run());
                    case "simple" -> blocking(new SimpleClientHttpRequestFactory(), url, callback);
                    case "jdk" -> blocking(new JdkClientHttpRequestFactory(), url, callback);
                    case "reactor" -> blocking(new ReactorClientHttpRequestFactory(NETTY), url, callback);
                    default -> throw new IllegalArgumentException(client);
                };
        return answer.toFuture();
    }

    static Mono<String> webClient(String url) {
        return WEB_CLIENT.get().uri(URI.create(url)).retrieve().bodyToMono(String.class);
    }

    /** With headers of its own. */
    public static CompletableFuture<String> own(String url) {
        return WEB_CLIENT
                .get()
                .uri(URI.create(url))
                .header("X-Own", "1")
                .header("X-Correlation-ID", "own-1")
                .header("baggage", "mine=2")
                .retrieve()
                .bodyToMono(String.class)
                .toFuture();
    }

    private static Mono<String> netty(String url, Runnable callback) {
        return NETTY.doOnResponse((response, connection) -> callback.run())
                .get()
                .uri(url)
                .responseContent()
                .aggregate()
                .asString();
    }

    /** The body is made when the connection is there. */
    private static Mono<String> posted(String url, Runnable callback) {
        return NETTY.post()
                .uri(url)
                .send(ByteBufFlux.fromString(Flux.just("a", "b").doOnComplete(callback)))
                .responseContent()
                .aggregate()
                .asString();
    }

    /** By both of Spring's blocking clients, one after the other. */
    private static Mono<String> blocking(ClientHttpRequestFactory factory, String url, Runnable callback) {
        String one = RestClient.builder()
                .requestFactory(factory)
                .build()
                .get()
                .uri(URI.create(url))
                .retrieve()
                .body(String.class);
        String other = new RestTemplate(factory).getForObject(URI.create(url), String.class);
        callback.run();
        return Mono.just(one + other);
    }
}
