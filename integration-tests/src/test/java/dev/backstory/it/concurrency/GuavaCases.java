package dev.backstory.it.concurrency;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListenableFutureTask;
import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import dev.backstory.it.harness.Proves;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Guava's futures and executors; each case returns what was wrong. */
@SuppressWarnings({"FutureReturnValueIgnored", "CheckReturnValue"}) // what arrives is what counts
final class GuavaCases {

    private GuavaCases() {}

    @Proves("future.listenable")
    static String listenable_futures() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        for (Executor executor : List.of(MoreExecutors.directExecutor(), pool)) {
            for (boolean completedBefore : new boolean[] {true, false}) {
                SettableFuture<Integer> future = SettableFuture.create();
                ListenableFutureTask<Integer> task = ListenableFutureTask.create(() -> 1);
                if (completedBefore) {
                    Hops.inStory(() -> future.set(1));
                    task.run();
                }
                Map<String, Integer> expected = new TreeMap<>();
                for (int i = 0; i < 2; i++) {
                    expected.put(Hops.inStory(() -> register(hops, future, task, executor)), 5);
                }
                register(hops, future, task, executor);
                expected.put("null", 5);
                Hops.inStory(() -> {
                    future.set(1);
                    task.run();
                });
                hops.expect("stories, completed before " + completedBefore, expected, hops.next(15));
            }
        }
        pool.shutdown();
        return hops.verdict();
    }

    private static void register(
            Hops hops, ListenableFuture<Integer> future, ListenableFuture<Integer> task, Executor executor) {
        future.addListener(hops::arrive, executor);
        task.addListener(hops::arrive, executor);
        Futures.addCallback(
                future,
                new FutureCallback<Integer>() {
                    @Override
                    public void onSuccess(@Nullable Integer value) {
                        hops.arrive();
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        hops.expect("no failure", null, failure);
                    }
                },
                executor);
        Futures.transform(future, value -> hops.arriveAndAnswer(), executor);
        Futures.whenAllComplete(future, task).call(hops::arriveAndAnswer, executor);
    }

    /** A thread that has begun with one request's task goes on with those of others. */
    @Proves("executor.guava")
    static String executors() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Executor sequential = MoreExecutors.newSequentialExecutor(pool);
        CountDownLatch free = new CountDownLatch(1);
        sequential.execute(() -> Hops.await(free));
        Map<String, Integer> expected = new TreeMap<>();
        for (int i = 0; i < 5; i++) {
            expected.put(Hops.inStory(() -> sequential.execute(hops::arrive)), 1);
        }
        sequential.execute(hops::arrive);
        expected.put("null", 1);
        free.countDown();
        hops.expect("one after the other", expected, hops.next(6));
        ListeningExecutorService listening = MoreExecutors.listeningDecorator(pool);
        hops.carries("listening", () -> listening.submit(hops::arrive));
        hops.carries("listening to a callable", () -> listening.submit(hops::arriveAndAnswer));
        hops.carries("direct", () -> MoreExecutors.newDirectExecutorService().submit(hops::arrive));
        hops.startsClean("next", () -> listening.execute(hops::arrive));
        pool.shutdown();
        return hops.verdict();
    }
}
