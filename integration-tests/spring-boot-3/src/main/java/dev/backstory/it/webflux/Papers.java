package dev.backstory.it.webflux;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Every way in which a handler of WebFlux answers. */
@RestController
class Papers {

    private static final Duration SHORT = Duration.ofMillis(20);

    private final ConcurrentMap<String, Sinks.One<String>> meetings = new ConcurrentHashMap<>();

    @GetMapping("/papers/{id}")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<String> paper(@PathVariable String id) {
        Kiosk.publish("controller");
        return Mono.just(id)
                .publishOn(Schedulers.parallel())
                .doOnNext(each -> Kiosk.publish("on another thread"))
                .delayElement(SHORT)
                .doOnNext(each -> Kiosk.publish("later"))
                .thenReturn("done");
    }

    @GetMapping("/seen")
    Mono<String> seen() {
        return Mono.fromSupplier(Kiosk::here);
    }

    /** The story as it is seen before and after it went over several threads; once where it is the same. */
    @GetMapping("/path/{id}")
    Mono<String> path(@PathVariable String id) {
        String first = Kiosk.here();
        return Flux.range(0, 5)
                .publishOn(Schedulers.parallel())
                .map(each -> Kiosk.here())
                .delayElements(Duration.ofMillis(1))
                .flatMap(each -> Mono.fromSupplier(Kiosk::here).subscribeOn(Schedulers.boundedElastic()))
                .startWith(first)
                .distinct()
                .reduce((one, other) -> one + " " + other);
    }

    @PostMapping("/body")
    Mono<String> body(@RequestBody Mono<String> body) {
        return body.doOnNext(each -> Kiosk.publish("received")).map(String::toUpperCase);
    }

    @GetMapping("/stream")
    Flux<String> stream() {
        return Flux.range(0, 3).delayElements(SHORT).map(each -> {
            Kiosk.publish("element");
            return each + "\n";
        });
    }

    @GetMapping("/fails/{id}")
    Mono<String> fails(@PathVariable String id) {
        Kiosk.publish("failing");
        throw new IllegalStateException("as planned");
    }

    @GetMapping("/fails-later/{id}")
    Mono<String> failsLater(@PathVariable String id) {
        return Mono.delay(SHORT).flatMap(tick -> fails(id));
    }

    @GetMapping("/closed/{id}")
    Mono<String> closed(@PathVariable String id) {
        Kiosk.publish("failing");
        return Mono.error(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE));
    }

    @GetMapping("/sold-out/{id}")
    Mono<String> soldOut(@PathVariable String id) {
        Kiosk.publish("failing");
        return Mono.error(new SoldOutException());
    }

    @ExceptionHandler(SoldOutException.class)
    ResponseEntity<String> isSoldOut() {
        Kiosk.publish("handler");
        return ResponseEntity.status(HttpStatus.CONFLICT).body("sold out");
    }

    /** The head is sent already. */
    @GetMapping("/torn/{id}")
    Flux<String> torn(@PathVariable String id) {
        return Flux.just("first\n").concatWith(Mono.delay(SHORT).map(tick -> {
            Kiosk.publish("failing");
            throw new IllegalStateException("as planned");
        }));
    }

    /** Says that it waits when it can be cancelled, and not before: the client may be gone by then. */
    @GetMapping("/never")
    Mono<String> never() {
        return Mono.<String>never()
                .doOnCancel(() -> Kiosk.publish("gone"))
                .doOnSubscribe(waiting -> Kiosk.publish("waiting"));
    }

    /** Whoever comes first waits for the other, who wakes it up on a thread that is at work for the other. */
    @GetMapping("/meet/{place}")
    Mono<String> meet(@PathVariable String place) {
        String mine = Kiosk.here();
        Sinks.One<String> made = Sinks.one();
        Sinks.One<String> there = meetings.putIfAbsent(place, made);
        if (there == null) {
            return made.asMono().map(other -> mine + " " + Kiosk.here());
        }
        there.tryEmitValue(mine);
        return Mono.fromSupplier(() -> mine + " " + Kiosk.here());
    }

    private static final class SoldOutException extends RuntimeException {}
}
