package dev.backstory.it.webflux;

import java.security.Principal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What is published by those who are logged in, and by those who need not be. */
@RestController
@RequestMapping("/members")
class Members {

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private volatile CountDownLatch released = new CountDownLatch(1);

    @GetMapping("/paper")
    Mono<String> paper() {
        Kiosk.publish("controller");
        return Mono.just("done").publishOn(Schedulers.parallel()).doOnNext(each -> Kiosk.publish("on another thread"));
    }

    /** Who is at work after a while. */
    @GetMapping("/who")
    Mono<String> who() {
        return Mono.delay(Duration.ofMillis(5)).map(tick -> Kiosk.actor());
    }

    @GetMapping("/later")
    Mono<String> later() {
        CountDownLatch mine = new CountDownLatch(1);
        released = mine;
        pool.execute(() -> {
            awaited(mine);
            Kiosk.publish("work");
        });
        return Mono.just("accepted");
    }

    @GetMapping("/release")
    Mono<String> release() {
        released.countDown();
        return Mono.just("released");
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @GetMapping("/free/paper")
    Mono<String> free() {
        Kiosk.publish("free");
        return Mono.just("done");
    }

    /** Whoever the session names is known once the application has asked. */
    @GetMapping("/free/asks")
    Mono<String> asks(Principal user) {
        Kiosk.publish("asked");
        return Mono.just(user.getName());
    }
}
