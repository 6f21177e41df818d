package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Proves;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Reactor's streams; each case returns what was wrong. */
@SuppressWarnings({"FutureReturnValueIgnored", "CheckReturnValue", "UnnecessaryMethodReference"
}) // what arrives is what counts
final class ReactorCases {

    private static final Duration SOON = Duration.ofMillis(1);

    private ReactorCases() {}

    @Proves("reactive.reactor-schedulers")
    static String schedulers() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Map<String, Scheduler> schedulers = Map.of(
                "parallel", Schedulers.parallel(),
                "elastic", Schedulers.boundedElastic(),
                "single", Schedulers.single(),
                "own", Schedulers.fromExecutorService(pool),
                "executor", Schedulers.fromExecutor(pool::execute));
        for (Map.Entry<String, Scheduler> each : schedulers.entrySet()) {
            Scheduler scheduler = each.getValue();
            String on = " on " + each.getKey();
            hops.carries("publish" + on, () -> Flux.just(1).publishOn(scheduler).subscribe(one -> hops.arrive()));
            hops.carries("map" + on, () -> Flux.just(1)
                    .publishOn(scheduler)
                    .map(one -> hops.arriveAndAnswer())
                    .subscribe());
            hops.carries("filter" + on, () -> Mono.just(1)
                    .publishOn(scheduler)
                    .filter(one -> hops.arriveAndAnswer() == 1)
                    .subscribe());
            hops.carries(
                    "subscribe" + on,
                    () -> Mono.fromRunnable(hops::arrive).subscribeOn(scheduler).subscribe());
            hops.carries("within flatMap" + on, () -> Flux.just(1)
                    .flatMap(one -> Mono.fromCallable(hops::arriveAndAnswer).subscribeOn(scheduler))
                    .subscribe());
            hops.carries("parallel" + on, () -> Flux.just(1)
                    .parallel(2)
                    .runOn(scheduler)
                    .doOnNext(one -> hops.arrive())
                    .sequential()
                    .subscribe());
            hops.startsClean(
                    "next" + on, () -> Flux.just(1).publishOn(scheduler).subscribe(one -> hops.arrive()));
        }
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("reactive.reactor-time")
    static String time() throws Exception {
        Hops hops = new Hops();
        hops.carries("delay", () -> Mono.delay(SOON).subscribe(one -> hops.arrive()));
        hops.carries("delayed elements", () -> Flux.just(1).delayElements(SOON).subscribe(one -> hops.arrive()));
        hops.carries("time-out", () -> Mono.never()
                .timeout(SOON, Mono.fromRunnable(hops::arrive))
                .subscribe());
        hops.carries("ticks", () -> Flux.interval(SOON).take(1).subscribe(one -> hops.arrive()));
        hops.carries("buffer", () -> Flux.just(1)
                .concatWith(Flux.never())
                // Longer than it takes to put the element there, after the clock was set: else Reactor waits for ever.
                .bufferTimeout(2, Duration.ofMillis(200))
                .take(1)
                .subscribe(one -> hops.arrive()));
        hops.carries("retry", () -> Mono.defer(new Failing(hops)::once)
                .retryWhen(reactor.util.retry.Retry.backoff(1, SOON))
                .subscribe());
        hops.startsClean("next", () -> Mono.delay(SOON).subscribe(one -> hops.arrive()));
        return hops.verdict();
    }

    /** Fails when it is asked first, and arrives then. */
    private static final class Failing {
        private final Hops hops;
        private boolean failed;

        Failing(Hops hops) {
            this.hops = hops;
        }

        Mono<Integer> once() {
            if (failed) {
                return Mono.just(hops.arriveAndAnswer());
            }
            failed = true;
            return Mono.error(new IllegalStateException("first"));
        }
    }

    /** Whoever emits, and however often: an element is its subscriber's. */
    @Proves("reactive.reactor-shared")
    static String shared() throws Exception {
        Hops hops = new Hops();
        Sinks.Many<Integer> sink = Sinks.many().multicast().directBestEffort();
        Map<String, Integer> expected = new TreeMap<>();
        Sinks.One<Integer> one = Sinks.one();
        CompletableFuture<Integer> future = new CompletableFuture<>();
        Mono<Integer> cached = one.asMono().cache();
        for (int i = 0; i < 3; i++) {
            expected.put(
                    Hops.inStory(() -> {
                        sink.asFlux().subscribe(each -> hops.arrive());
                        sink.asFlux().publishOn(Schedulers.parallel()).subscribe(each -> hops.arrive());
                        cached.map(each -> hops.arriveAndAnswer()).subscribe();
                        Mono.fromFuture(() -> future).subscribe(each -> hops.arrive());
                    }),
                    8);
        }
        Hops.inStory(() -> {
            sink.tryEmitNext(1);
            one.tryEmitValue(1);
            future.complete(1);
        });
        sink.tryEmitNext(2);
        Hops.inStory(() -> sink.tryEmitNext(3));
        hops.expect("shared", expected, hops.next(24));
        return hops.verdict();
    }

    /** A stream of the application's own, into which requests emit: no element of one has another's context. */
    @Proves("reactive.reactor-own-stream")
    static String a_stream_of_nobody() throws Exception {
        Hops hops = new Hops();
        Sinks.Many<Integer> sink = Sinks.many().unicast().onBackpressureBuffer();
        Disposable subscription = sink.asFlux().publishOn(Schedulers.single()).subscribe(each -> hops.arrive());
        for (int i = 0; i < 20; i++) {
            Hops.inStory(() -> sink.tryEmitNext(1));
        }
        hops.expect("nobody's", Map.of("null", 20), hops.next(20));
        subscription.dispose();
        return hops.verdict();
    }

    @Proves("reactive.reactor-ends")
    static String ends() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        for (boolean fails : new boolean[] {true, false}) {
            Sinks.Empty<Integer> sink = Sinks.empty();
            String story = Hops.inStory(() -> sink.asMono()
                    .doOnError(failure -> hops.arrive())
                    .doOnSuccess(none -> hops.arrive())
                    .doFinally(signal -> hops.arrive())
                    .onErrorComplete()
                    .subscribe());
            Runnable end = fails ? () -> sink.tryEmitError(new IllegalStateException()) : sink::tryEmitEmpty;
            Hops.inStory(() -> pool.execute(end));
            hops.expect("failing " + fails, Map.of(story, 2), hops.next(2));
        }
        BaseSubscriber<Integer> asking = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // Who asks is somebody else.
            }
        };
        String story = Hops.inStory(() -> Flux.<Integer>generate(sink -> sink.next(hops.arriveAndAnswer()))
                .doOnCancel(hops::arrive)
                .map(each -> each)
                .subscribe(asking));
        Hops.inStory(() -> pool.execute(() -> {
            asking.request(1);
            asking.cancel();
        }));
        hops.expect("asked for, and cancelled, by another", Map.of(story, 2), hops.next(2));
        pool.submit(() -> hops.expect("the other's thread", "null", Hops.here()))
                .get(60, TimeUnit.SECONDS);
        pool.shutdown();
        return hops.verdict();
    }
}
