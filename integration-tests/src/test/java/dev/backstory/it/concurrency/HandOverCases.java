package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Proves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Each form of handing a task over to each kind of executor of the JDK; each case returns what was wrong. */
@SuppressWarnings("FutureReturnValueIgnored") // what arrives is what counts
final class HandOverCases {

    /** Where tasks arrive that capture nothing. */
    private static final Hops UNCAPTURED = new Hops();

    private HandOverCases() {}

    private static Map<String, ExecutorService> kinds() {
        Map<String, ExecutorService> kinds = new LinkedHashMap<>();
        kinds.put("fixed", Executors.newFixedThreadPool(1));
        kinds.put("cached", Executors.newCachedThreadPool());
        kinds.put("single", Executors.newSingleThreadExecutor());
        kinds.put("scheduled", Executors.newScheduledThreadPool(1));
        kinds.put("single scheduled", Executors.newSingleThreadScheduledExecutor());
        kinds.put("unconfigurable", Executors.unconfigurableExecutorService(Executors.newFixedThreadPool(1)));
        kinds.put("work-stealing", Executors.newWorkStealingPool(2));
        kinds.put("fork/join", new ForkJoinPool(2));
        kinds.put("common pool", ForkJoinPool.commonPool());
        kinds.put("own pool", new ThreadPoolExecutor(1, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(100)));
        kinds.put("handing over", new ThreadPoolExecutor(0, 99, 1, TimeUnit.SECONDS, new SynchronousQueue<>()));
        kinds.put("own service", new OwnExecutorService(task -> new Thread(task).start()));
        kinds.put("direct", new OwnExecutorService(Runnable::run));
        return kinds;
    }

    @Proves("executor.handed-over")
    static String every_form_to_every_kind() throws Exception {
        Hops hops = new Hops();
        kinds().forEach((kind, pool) -> {
            try {
                for (int i = 0; i < 20; i++) {
                    everyForm(hops, kind, pool);
                    hops.startsClean(kind + " next", () -> pool.execute(hops::arrive));
                }
            } catch (Exception e) {
                hops.expect("no failure of " + kind, null, e);
            }
            pool.shutdown();
        });
        return hops.verdict();
    }

    private static void everyForm(Hops hops, String kind, ExecutorService pool) throws Exception {
        Callable<Integer> callable = hops::arriveAndAnswer;
        hops.carries(kind + " execute", () -> pool.execute(hops::arrive));
        hops.carries(kind + " a named class", () -> pool.execute(new Named(hops)));
        hops.carries(kind + " submit", () -> pool.submit(new Named(hops)));
        hops.carries(kind + " submit with a result", () -> pool.submit(hops::arrive, 1));
        hops.carries(kind + " submit a callable", () -> pool.submit(callable));
        hops.carries(kind + " invokeAll", () -> pool.invokeAll(List.of(callable)));
        hops.carries(kind + " invokeAll in time", () -> pool.invokeAll(List.of(callable), 60, TimeUnit.SECONDS));
        hops.carries(kind + " invokeAny", () -> pool.invokeAny(List.of(callable)));
        hops.carries(kind + " invokeAny in time", () -> pool.invokeAny(List.of(callable), 60, TimeUnit.SECONDS));
        hops.carries(kind + " completion service", () -> new ExecutorCompletionService<Integer>(pool)
                .submit(callable)
                .get());
        hops.carries(kind + " nested", () -> pool.execute(() -> pool.submit(hops::arrive)));
        UNCAPTURED.carries(kind + " not capturing", () -> pool.execute(() -> UNCAPTURED.arrive()));
    }

    /** One and the same object for all of them, and all of them waiting. */
    @Proves("executor.non-capturing")
    static String lambdas_that_capture_nothing() throws Exception {
        Hops hops = new Hops();
        kinds().forEach((kind, pool) -> {
            try {
                Map<String, Integer> expected = new TreeMap<>();
                for (int i = 0; i < 20; i++) {
                    expected.put(Hops.inStory(() -> pool.execute(() -> UNCAPTURED.arrive())), 1);
                }
                hops.expect(kind, expected, UNCAPTURED.next(20));
            } catch (Exception e) {
                hops.expect("no failure of " + kind, null, e);
            }
            pool.shutdown();
        });
        return hops.verdict();
    }

    @Proves("executor.same-task-twice")
    static String the_same_task_from_two_stories() throws Exception {
        Hops hops = new Hops();
        for (ExecutorService pool : List.of(
                Executors.newFixedThreadPool(1),
                Executors.newScheduledThreadPool(1),
                new ForkJoinPool(1),
                Executors.newSingleThreadExecutor())) {
            CountDownLatch free = new CountDownLatch(1);
            pool.execute(() -> Hops.await(free));
            Runnable task = new Named(hops);
            Map<String, Integer> expected = new TreeMap<>();
            expected.put(Hops.inStory(() -> pool.execute(task)), 1);
            expected.put(Hops.inStory(() -> pool.submit(task)), 1);
            expected.put(
                    Hops.inStory(() -> {
                        pool.execute(task);
                        pool.submit(task);
                    }),
                    2);
            free.countDown();
            hops.expect(pool.getClass().getSimpleName(), expected, hops.next(4));
            pool.shutdown();
        }
        return hops.verdict();
    }

    @Proves("executor.invoke-all")
    static String invoke_all_keeps_order_and_nulls() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        String story = Hops.inStory(() -> {
            List<Callable<String>> tasks = List.of(
                    () -> "first",
                    () -> null,
                    new Answering("third", hops),
                    Executors.callable(hops::arrive, "fourth"),
                    () -> {
                        throw new IllegalStateException("as planned");
                    });
            List<String> answers = new ArrayList<>();
            for (Future<String> each : pool.invokeAll(tasks)) {
                try {
                    answers.add(each.get());
                } catch (ExecutionException e) {
                    answers.add(String.valueOf(e.getCause()));
                }
            }
            hops.expect(
                    "answers",
                    Arrays.asList("first", null, "third", "fourth", "java.lang.IllegalStateException: as planned"),
                    answers);
        });
        hops.expect("stories", Map.of(story, 2), hops.next(2));
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("executor.failing")
    static String failing() throws Exception {
        Hops hops = new Hops();
        for (ExecutorService pool : List.of(
                Executors.newFixedThreadPool(1),
                Executors.newScheduledThreadPool(1),
                new ForkJoinPool(1),
                Executors.newCachedThreadPool(quietly()))) {
            for (int i = 0; i < 5; i++) {
                hops.carries(
                        "submitted",
                        () -> pool.submit(() -> {
                            hops.arrive();
                            throw new IllegalStateException("as planned");
                        }));
                hops.startsClean("next", () -> pool.execute(hops::arrive));
            }
            pool.shutdown();
        }
        ExecutorService dying = Executors.newFixedThreadPool(1, quietly());
        for (int i = 0; i < 5; i++) {
            hops.carries(
                    "executed",
                    () -> dying.execute(() -> {
                        hops.arrive();
                        throw new IllegalStateException("as planned");
                    }));
            hops.startsClean("next", () -> dying.execute(hops::arrive));
        }
        dying.shutdown();
        return hops.verdict();
    }

    private static ThreadFactory quietly() {
        return task -> {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((dead, failure) -> {});
            return thread;
        };
    }

    /** Whatever ran before on a worker, the same task from no story has none. */
    @Proves("executor.none-after-one")
    static String none_is_carried_too() throws Exception {
        Hops hops = new Hops();
        for (ExecutorService pool : List.of(Executors.newFixedThreadPool(1), new ForkJoinPool(1))) {
            CountDownLatch free = new CountDownLatch(1);
            pool.execute(() -> Hops.await(free));
            Runnable task = new Named(hops);
            String story = Hops.inStory(() -> pool.execute(task));
            pool.execute(task);
            pool.submit(task);
            free.countDown();
            Map<String, Integer> expected = new TreeMap<>(Map.of(story, 1, "null", 2));
            hops.expect(pool.getClass().getSimpleName(), expected, hops.next(3));
            pool.shutdown();
        }
        return hops.verdict();
    }

    private record Answering(String answer, Hops hops) implements Callable<String> {
        @Override
        public String call() {
            hops.arrive();
            return answer;
        }
    }

    static final class OwnExecutorService extends AbstractExecutorService {
        private final Executor executor;

        OwnExecutorService(Executor executor) {
            this.executor = executor;
        }

        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long time, TimeUnit unit) {
            return false;
        }
    }
}
