package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Proves;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** RxJava's streams; each case returns what was wrong. */
@SuppressWarnings({"FutureReturnValueIgnored", "CheckReturnValue"}) // what arrives is what counts
final class RxJavaCases {

    private RxJavaCases() {}

    @Proves("reactive.rxjava-schedulers")
    static String schedulers() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Map<String, Scheduler> schedulers = Map.of(
                "computation", Schedulers.computation(),
                "io", Schedulers.io(),
                "single", Schedulers.single(),
                "own", Schedulers.from(pool));
        for (Map.Entry<String, Scheduler> each : schedulers.entrySet()) {
            Scheduler scheduler = each.getValue();
            String on = " on " + each.getKey();
            hops.carries(
                    "observe" + on,
                    () -> Observable.just(1).observeOn(scheduler).subscribe(one -> hops.arrive()));
            hops.carries("flow" + on, () -> Flowable.just(1)
                    .observeOn(scheduler)
                    .map(one -> hops.arriveAndAnswer())
                    .subscribe());
            hops.carries("subscribe" + on, () -> Single.fromCallable(hops::arriveAndAnswer)
                    .subscribeOn(scheduler)
                    .subscribe());
            hops.carries(
                    "completable" + on,
                    () -> Completable.complete().observeOn(scheduler).subscribe(hops::arrive));
            hops.carries("within flatMap" + on, () -> Observable.just(1)
                    .flatMapSingle(
                            one -> Single.fromCallable(hops::arriveAndAnswer).subscribeOn(scheduler))
                    .subscribe());
            hops.carries("delayed" + on, () -> Observable.just(1)
                    .delay(1, TimeUnit.MILLISECONDS, scheduler)
                    .subscribe(one -> hops.arrive()));
            hops.carries("timer" + on, () -> Observable.timer(1, TimeUnit.MILLISECONDS, scheduler)
                    .subscribe(one -> hops.arrive()));
            hops.startsClean(
                    "next" + on, () -> Observable.just(1).observeOn(scheduler).subscribe(one -> hops.arrive()));
        }
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("reactive.rxjava-shared")
    static String shared() throws Exception {
        Hops hops = new Hops();
        PublishSubject<Integer> subject = PublishSubject.create();
        Map<String, Integer> expected = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
            expected.put(
                    Hops.inStory(() -> {
                        subject.map(each -> hops.arriveAndAnswer()).subscribe();
                        subject.observeOn(Schedulers.computation()).subscribe(each -> hops.arrive());
                    }),
                    4);
        }
        Hops.inStory(() -> subject.onNext(1));
        subject.onNext(2);
        hops.expect("shared", expected, hops.next(12));
        return hops.verdict();
    }
}
