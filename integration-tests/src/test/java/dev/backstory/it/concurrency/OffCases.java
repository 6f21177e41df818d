package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.Proves;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.reactivex.rxjava3.core.Observable;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/** Where a boundary is switched off nothing is carried over it; each case returns what was wrong. */
@SuppressWarnings({"FutureReturnValueIgnored", "CheckReturnValue"}) // what arrives is what counts
final class OffCases {

    private OffCases() {}

    @Proves("executor.off")
    static String executor() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try (Closing ignored = new Closing(pool)) {
            return carriesNothing(hops -> () -> pool.execute(hops::arrive), hops -> () -> pool.submit(hops::arrive));
        }
    }

    @Proves("scheduled.off")
    static String scheduled() throws Exception {
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
        try (Closing ignored = new Closing(pool)) {
            return carriesNothing(
                    hops -> () -> pool.schedule(hops::arrive, 1, TimeUnit.MILLISECONDS),
                    hops -> () -> pool.scheduleAtFixedRate(once(hops), 1, 1, TimeUnit.MILLISECONDS));
        }
    }

    private static Runnable once(Hops hops) {
        AtomicBoolean first = new AtomicBoolean(true);
        return () -> {
            if (first.getAndSet(false)) {
                hops.arrive();
            }
        };
    }

    @Proves("future.off")
    static String future() throws Exception {
        CompletableFuture<Integer> completedLater = new CompletableFuture<>();
        Hops later = new Hops();
        Hops.inStory(() -> completedLater.thenRun(later::arrive));
        completedLater.complete(1);
        later.expect("stage", "null", later.next());
        return later.verdict() + carriesNothing(hops -> () -> CompletableFuture.runAsync(hops::arrive));
    }

    @Proves("forkjoin.off")
    static String forkjoin() throws Exception {
        return carriesNothing(
                hops -> () -> ForkJoinPool.commonPool().execute(hops::arrive),
                hops -> () -> ForkJoinPool.commonPool().submit(hops::arrive));
    }

    @Proves("thread.off")
    static String thread() throws Exception {
        return carriesNothing(hops -> () -> new Thread(hops::arrive).start());
    }

    @Proves("queue.off")
    static String queue() throws Exception {
        Hops hops = new Hops();
        LinkedBlockingQueue<Parcel> queue = new LinkedBlockingQueue<>();
        Hops.inStory(() -> queue.put(new Parcel(1)));
        hops.expect("taken", "null", Hops.inNewThread(queue::take));
        return hops.verdict();
    }

    @Proves("timer.off")
    static String timer() throws Exception {
        Timer timer = new Timer(true);
        String wrong = carriesNothing(
                hops -> () -> timer.schedule(task(hops), 1), hops -> () -> timer.schedule(task(hops), 1, 100_000));
        timer.cancel();
        return wrong;
    }

    @Proves("reactive.off")
    static String reactive() throws Exception {
        return carriesNothing(
                hops -> () -> Mono.delay(Duration.ofMillis(1)).subscribe(one -> hops.arrive()),
                hops -> () -> Observable.timer(1, TimeUnit.MILLISECONDS).subscribe(one -> hops.arrive()));
    }

    @Proves("netty.off")
    static String netty() throws Exception {
        Promise<Integer> promise = GlobalEventExecutor.INSTANCE.newPromise();
        Hops listening = new Hops();
        Hops.inStory(() -> promise.addListener(future -> listening.arrive()));
        promise.setSuccess(1);
        listening.expect("listener", "null", listening.next());
        return listening.verdict()
                + carriesNothing(
                        hops -> () -> GlobalEventExecutor.INSTANCE.execute(hops::arrive),
                        hops -> () -> GlobalEventExecutor.INSTANCE.submit(hops::arrive),
                        hops -> () -> GlobalEventExecutor.INSTANCE.schedule(hops::arrive, 1, TimeUnit.MILLISECONDS));
    }

    @Proves("vertx.off")
    static String vertx() throws Exception {
        Vertx vertx = Vertx.vertx();
        String wrong = carriesNothing(
                hops -> () -> vertx.runOnContext(nothing -> hops.arrive()),
                hops -> () -> vertx.setTimer(1, id -> hops.arrive()));
        vertx.close().await();
        return wrong;
    }

    private static TimerTask task(Hops hops) {
        return new TimerTask() {
            @Override
            public void run() {
                hops.arrive();
            }
        };
    }

    private static String carriesNothing(HandOver... each) throws Exception {
        Hops hops = new Hops();
        for (HandOver handOver : each) {
            Hops.inStory(handOver.of(hops));
            hops.expect("story", "null", hops.next());
        }
        return hops.verdict();
    }

    private interface HandOver {
        Case.Body of(Hops hops);
    }
}
