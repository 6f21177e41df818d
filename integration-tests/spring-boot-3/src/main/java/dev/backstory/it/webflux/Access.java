package dev.backstory.it.webflux;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Members log in with a form, or bring a password or a token, which is their name; some pages are for everybody. */
@Configuration
class Access {

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityWebFilterChain membersOnly(ServerHttpSecurity http) {
        return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/members/**", "/login"))
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .authorizeExchange(each -> each.pathMatchers("/members/free/**")
                        .permitAll()
                        .anyExchange()
                        .authenticated())
                .addFilterBefore(Access::askFirst, SecurityWebFiltersOrder.FORM_LOGIN)
                .formLogin(form -> form.authenticationSuccessHandler((exchange, user) -> {
                    Kiosk.publish("logged in");
                    return Mono.fromRunnable(() -> Kiosk.publish("after that"));
                }))
                .httpBasic(Customizer.withDefaults())
                .oauth2ResourceServer(tokens -> tokens.jwt(jwt -> jwt.jwtDecoder(Access::read)))
                .build();
    }

    @Bean
    SecurityWebFilterChain everybody(ServerHttpSecurity http) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .authorizeExchange(each -> each.anyExchange().permitAll())
                .build();
    }

    @Bean
    MapReactiveUserDetailsService users() {
        return new MapReactiveUserDetailsService(user("alice"), user("bob"));
    }

    private static UserDetails user(String name) {
        return User.withUsername(name).password("{noop}secret").roles("USER").build();
    }

    private static Mono<Jwt> read(String token) {
        return Mono.just(
                Jwt.withTokenValue(token).header("alg", "none").subject(token).build());
    }

    /** An application's own filter asks who has been logged in when somebody logs in. */
    private static Mono<Void> askFirst(ServerWebExchange exchange, WebFilterChain chain) {
        Mono<Void> next = chain.filter(exchange);
        return exchange.getRequest().getPath().value().equals("/login")
                ? ReactiveSecurityContextHolder.getContext().then(next)
                : next;
    }
}
