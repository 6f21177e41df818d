package dev.backstory.it.concurrency;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The hops; each case returns what was wrong. */
final class HopsApp {

    private HopsApp() {}

    static String executors() throws Exception {
        Hops hops = new Hops();
        ThreadPoolExecutor fixed = (ThreadPoolExecutor) Executors.newFixedThreadPool(1);
        for (ExecutorService each : List.of(
                fixed, Executors.newCachedThreadPool(), Executors.newScheduledThreadPool(1), new ForkJoinPool(2))) {
            String name = each.getClass().getSimpleName();
            Callable<Integer> callable = () -> {
                hops.arrive();
                return 1;
            };
            for (int i = 0; i < 20; i++) {
                hops.carries(name + " execute", () -> each.execute(hops::arrive));
                hops.carries(name + " submit", () -> each.submit(callable).get());
                hops.carries(name + " invokeAll", () -> each.invokeAll(List.of(callable)));
                hops.carries(name + " runAsync", () -> CompletableFuture.runAsync(hops::arrive, each)
                        .get());
                hops.startsClean(name + " next", () -> each.execute(hops::arrive));
            }
            each.shutdown();
        }
        return hops.verdict();
    }

    static String same_task_twice() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        CountDownLatch free = new CountDownLatch(1);
        pool.execute(() -> Hops.await(free));
        Runnable task = hops::arrive;
        TreeSet<String> stories = new TreeSet<>();
        stories.add(Hops.inStory(() -> pool.execute(task)));
        stories.add(Hops.inStory(() -> pool.execute(task)));
        free.countDown();
        TreeSet<String> seen = new TreeSet<>();
        seen.add(hops.next());
        seen.add(hops.next());
        hops.expect("stories", stories, seen);
        pool.shutdown();
        return hops.verdict();
    }

    static String identity() throws Exception {
        Hops hops = new Hops();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        CountDownLatch free = new CountDownLatch(1);
        pool.execute(() -> Hops.await(free));
        Runnable first = hops::arrive;
        Runnable second = hops::arrive;
        Hops.inStory(() -> {
            pool.execute(first);
            pool.execute(second);
        });
        hops.expect("contains", true, pool.getQueue().contains(first));
        hops.expect("removed", true, pool.remove(first));
        hops.expect("left", List.of(second), pool.shutdownNow());
        free.countDown();
        return hops.verdict();
    }

    static String rejection_and_failure() throws Exception {
        Hops hops = new Hops();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch freed = new CountDownLatch(1);
        pool.execute(() -> Hops.await(free));
        Runnable task = hops::arrive;
        Hops.inStory(() -> {
            try {
                pool.execute(task);
                hops.expect("rejected", true, false);
            } catch (RejectedExecutionException expected) {
                freed.countDown();
            }
        });
        Hops.await(freed);
        free.countDown();
        pool.shutdown();
        ThreadPoolExecutor next = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        Hops.inStory(() -> {
            Future<?> failing = next.submit(() -> {
                throw new IllegalStateException("as planned");
            });
            try {
                failing.get();
            } catch (ExecutionException expected) {
                hops.expect(
                        "cause", "java.lang.IllegalStateException: as planned", String.valueOf(expected.getCause()));
            }
        });
        hops.startsClean("after a failure", () -> next.execute(task));
        next.shutdown();
        return hops.verdict();
    }

    static String periodic() throws Exception {
        Hops hops = new Hops();
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
        hops.carries("one shot", () -> pool.schedule(hops::arrive, 1, TimeUnit.MILLISECONDS)
                .get());
        LinkedBlockingQueue<List<Step>> runs = new LinkedBlockingQueue<>();
        List<Step> scheduledIn = new ArrayList<>();
        List<Future<?>> task = new ArrayList<>();
        Hops.inStory(() -> {
            scheduledIn.add(CausalContext.current().step());
            task.add(pool.scheduleAtFixedRate(
                    () -> runs.add(List.of(CausalContext.current().step())), 1, 1, TimeUnit.MILLISECONDS));
        });
        TreeSet<String> stories = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            Step run = runs.take().get(0);
            hops.expect("kind", Step.SCHEDULED, run.kind());
            hops.expect("scheduled by", scheduledIn.get(0).id(), run.scheduledBy());
            stories.add(run.correlationId());
        }
        stories.add(scheduledIn.get(0).correlationId());
        hops.expect("stories", 4, stories.size());
        task.get(0).cancel(false);
        pool.shutdown();
        return hops.verdict();
    }

    static String stages() throws Exception {
        Hops hops = new Hops();
        for (boolean completeBefore : new boolean[] {true, false}) {
            CompletableFuture<String> one = new CompletableFuture<>();
            CompletableFuture<String> other = new CompletableFuture<>();
            if (completeBefore) {
                one.complete("1");
                other.complete("2");
            }
            Map<String, Integer> expected = new TreeMap<>();
            for (int i = 0; i < 2; i++) {
                expected.put(Hops.inStory(() -> register(hops, one, other)), 14);
            }
            Hops.inStory(() -> {
                one.complete("1");
                other.complete("2");
            });
            Map<String, Integer> seen = new TreeMap<>();
            for (int i = 0; i < 28; i++) {
                seen.merge(hops.next(), 1, Integer::sum);
            }
            hops.expect("complete before " + completeBefore, expected, seen);
        }
        return hops.verdict();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what arrives is what counts
    private static void register(Hops hops, CompletableFuture<String> one, CompletableFuture<String> other) {
        Runnable arrive = hops::arrive;
        one.thenRun(arrive);
        one.thenRunAsync(arrive);
        one.thenAccept(value -> hops.arrive());
        one.whenComplete((value, failure) -> hops.arrive());
        one.whenCompleteAsync((value, failure) -> hops.arrive());
        one.thenAcceptBoth(other, (value, more) -> hops.arrive());
        one.thenAcceptBothAsync(other, (value, more) -> hops.arrive());
        one.runAfterBoth(other, arrive);
        one.runAfterEither(other, arrive);
        one.acceptEither(other, value -> hops.arrive());
        one.acceptEitherAsync(other, value -> hops.arrive());
        CompletableFuture.allOf(one, other).thenRun(arrive);
        CompletableFuture.anyOf(one, other).thenRun(arrive);
        one.orTimeout(1, TimeUnit.MINUTES).thenRun(arrive);
    }

    static String parallel_stream() throws Exception {
        Hops hops = new Hops();
        for (int i = 0; i < 20; i++) {
            List<String> seen = new ArrayList<>();
            String story = Hops.inStory(() -> seen.addAll(IntStream.range(0, 500)
                    .parallel()
                    .mapToObj(each -> String.valueOf(CausalContext.current().correlationId()))
                    .distinct()
                    .toList()));
            hops.expect("stories", List.of(story), seen);
        }
        return hops.verdict();
    }

    static String threads() throws Exception {
        Hops hops = new Hops();
        hops.carries("thread", () -> new Thread(hops::arrive).start());
        List<Thread> made = new ArrayList<>();
        Hops.inStory(() -> made.add(new Thread(hops::arrive)));
        hops.carries("started elsewhere", () -> made.get(0).start());
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        Hops.inStory(() -> hops.expect("workers", 1, pool.prestartAllCoreThreads()));
        hops.startsClean("worker", () -> pool.execute(hops::arrive));
        pool.shutdown();
        return hops.verdict();
    }

    static String queue_worker() throws Exception {
        Hops hops = new Hops();
        LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
        Map<Object, String> seen = Collections.synchronizedMap(new IdentityHashMap<>());
        CountDownLatch all = new CountDownLatch(100);
        Thread worker = new Thread(() -> {
            while (all.getCount() > 0) {
                try {
                    Object element = queue.take();
                    seen.put(element, String.valueOf(CausalContext.current().correlationId()));
                } catch (InterruptedException e) {
                    return;
                }
                all.countDown();
            }
        });
        Hops.inStory(worker::start);
        IdentityHashMap<Object, String> expected = new IdentityHashMap<>();
        for (int i = 0; i < 100; i++) {
            Object element = new Object();
            expected.put(element, Hops.inStory(() -> queue.put(element)));
        }
        Hops.await(all);
        for (Map.Entry<Object, String> each : expected.entrySet()) {
            hops.expect("element", each.getValue(), seen.get(each.getKey()));
        }
        return hops.verdict();
    }

    static String executor_carries_nothing() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Hops.inStory(() -> pool.execute(hops::arrive));
        hops.expect("execute", "null", hops.next());
        Hops.inStory(() -> new Thread(hops::arrive).start());
        hops.expect("thread", "null", hops.next());
        pool.shutdown();
        return hops.verdict();
    }
}
