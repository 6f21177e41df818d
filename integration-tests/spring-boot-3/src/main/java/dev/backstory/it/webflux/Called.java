package dev.backstory.it.webflux;

import java.net.URI;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The called service: publishes, and answers with the ids that it was sent. */
@Configuration
class Called {

    @Bean
    RouterFunction<ServerResponse> callable() {
        return RouterFunctions.route()
                .GET("/called", this::called)
                .POST("/called", this::called)
                .GET("/onward", this::onward)
                .GET("/redirect", request -> ServerResponse.temporaryRedirect(to(request))
                        .build())
                .build();
    }

    private Mono<ServerResponse> called(ServerRequest request) {
        Kiosk.publish("called");
        StringBuilder received = new StringBuilder();
        for (String each : new String[] {"X-Correlation-ID", "X-Causation-ID", "baggage", "X-Own"}) {
            received.append(each)
                    .append('=')
                    .append(String.join("+", request.headers().header(each)))
                    .append('\n');
        }
        return request.bodyToMono(String.class).defaultIfEmpty("").flatMap(body -> ServerResponse.ok()
                .bodyValue(received + body));
    }

    private Mono<ServerResponse> onward(ServerRequest request) {
        Kiosk.publish("between");
        return Calls.webClient(to(request).toString()).flatMap(answer -> {
            Kiosk.publish("answered");
            return ServerResponse.ok().bodyValue(answer);
        });
    }

    private static URI to(ServerRequest request) {
        return URI.create(request.queryParam("to").orElseThrow());
    }
}
