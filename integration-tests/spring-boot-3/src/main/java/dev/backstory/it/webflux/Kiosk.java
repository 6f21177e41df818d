package dev.backstory.it.webflux;

import dev.backstory.Event;
import dev.backstory.Events;
import dev.backstory.context.CausalContext;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;

/** The application; the test's own class in the same JVM starts it. */
@SpringBootApplication
@EnableWebFluxSecurity
@Import(ChosenServer.class)
public class Kiosk {

    private static ConfigurableApplicationContext running = new SpringApplicationBuilder(Kiosk.class)
            .web(WebApplicationType.REACTIVE)
            .run("--server.port=0", "--spring.main.banner-mode=off");

    /** The port that it listens at. */
    public static int port() {
        return Integer.parseInt(running.getEnvironment().getRequiredProperty("local.server.port"));
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebFilter around() {
        return (exchange, chain) -> {
            String path = exchange.getRequest().getPath().value();
            boolean plain = path.startsWith("/papers") || path.equals("/members/paper");
            if (plain) {
                publish("before");
            }
            return chain.filter(exchange).doOnSuccess(none -> {
                if (plain) {
                    publish("after");
                }
            });
        };
    }

    @Bean
    RouterFunction<ServerResponse> functional() {
        return RouterFunctions.route()
                .GET("/functional/{id}", request -> {
                    publish("functional");
                    return ServerResponse.accepted().bodyValue(request.pathVariable("id"));
                })
                .build();
    }

    /** Publishes an event that the test finds by the label, and by the mark that it gave its case. */
    static void publish(String label) {
        Events.publish(Event.of(label)
                .metadata("testCase", System.getProperty("testCase", "none"))
                .build());
    }

    /** The calling thread's story. */
    static String here() {
        return String.valueOf(CausalContext.current().correlationId());
    }

    /** Who an event that is published here names. */
    static String actor() {
        return String.valueOf(CausalContext.currentWithActor().metadata().get(CausalContext.ACTOR));
    }
}
