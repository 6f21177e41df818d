package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.Proves;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Completable futures, completed by whoever; each case returns what was wrong. */
@SuppressWarnings("FutureReturnValueIgnored") // what arrives is what counts
final class FutureCases {

    private FutureCases() {}

    @Proves("future.async")
    static String supplied_and_run() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Executor threads = task -> new Thread(task).start();
        for (Executor each : List.of(pool, ForkJoinPool.commonPool(), threads, (Executor) Runnable::run)) {
            hops.carries("run in " + each, () -> CompletableFuture.runAsync(hops::arrive, each));
            hops.carries("supplied by " + each, () -> CompletableFuture.supplyAsync(() -> arrived(hops), each));
            hops.startsClean("next in " + each, () -> CompletableFuture.runAsync(hops::arrive, each));
        }
        for (int i = 0; i < 50; i++) {
            hops.carries("run", () -> CompletableFuture.runAsync(hops::arrive));
            hops.carries("supplied", () -> CompletableFuture.supplyAsync(() -> arrived(hops)));
            hops.startsClean("next", () -> CompletableFuture.runAsync(hops::arrive));
        }
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("future.completed-by-stranger")
    static String completed_by_a_stranger() throws Exception {
        return stages(Hops::inNewThread);
    }

    @Proves("future.completed-in-another-story")
    static String completed_in_another_story() throws Exception {
        return stages(Hops::inStory);
    }

    /** Each stage is registered in a story of its own, before its futures are completed and after it. */
    private static String stages(Around completing) throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        for (Stage stage : Stage.values()) {
            for (boolean completedBefore : new boolean[] {true, false}) {
                CompletableFuture<Integer> one = new CompletableFuture<>();
                CompletableFuture<Integer> other = new CompletableFuture<>();
                Case.Body complete = () -> {
                    one.complete(1);
                    other.complete(2);
                };
                if (completedBefore) {
                    completing.run(complete);
                }
                String story = Hops.inStory(() -> stage.register(one, other, pool, hops::arrive));
                if (!completedBefore) {
                    completing.run(complete);
                }
                hops.expect(stage + (completedBefore ? " of completed" : ""), story, hops.next());
            }
        }
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("future.exceptional")
    static String completed_exceptionally() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        for (boolean completedBefore : new boolean[] {true, false}) {
            CompletableFuture<Integer> failing = new CompletableFuture<>();
            if (completedBefore) {
                failing.completeExceptionally(new IllegalStateException("as planned"));
            }
            Map<String, Integer> expected = new TreeMap<>();
            for (int i = 0; i < 2; i++) {
                expected.put(
                        Hops.inStory(() -> {
                            failing.exceptionally(failure -> arrived(hops));
                            failing.exceptionallyAsync(failure -> arrived(hops));
                            failing.exceptionallyAsync(failure -> arrived(hops), pool);
                            failing.exceptionallyCompose(failure -> composed(hops));
                            failing.exceptionallyComposeAsync(failure -> composed(hops));
                            failing.exceptionallyComposeAsync(failure -> composed(hops), pool);
                            failing.handle((value, failure) -> arrived(hops));
                            failing.whenComplete((value, failure) -> hops.arrive());
                            failing.thenRun(hops::arrive);
                        }),
                        8);
            }
            Hops.inStory(() -> failing.completeExceptionally(new IllegalStateException("as planned")));
            hops.expect("stories", expected, hops.next(16));
        }
        hops.startsClean("next", () -> pool.execute(hops::arrive));
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("future.shared")
    static String shared_by_stories() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        CompletableFuture<Integer> one = new CompletableFuture<>();
        CompletableFuture<Integer> other = new CompletableFuture<>();
        Map<String, Integer> expected = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            String story = Hops.inStory(() -> {
                for (Stage stage : Stage.values()) {
                    stage.register(one, other, pool, hops::arrive);
                }
            });
            expected.put(story, Stage.values().length);
        }
        one.complete(1);
        Hops.inStory(() -> other.complete(2));
        hops.expect("stories", expected, hops.next(10 * Stage.values().length));
        pool.shutdown();
        return hops.verdict();
    }

    /** Who registers in no story must not get the completer's, and the completer keeps its own. */
    @Proves("future.registered-in-none")
    static String registered_in_no_story() throws Exception {
        Hops hops = new Hops();
        for (Stage stage : Stage.values()) {
            CompletableFuture<Integer> one = new CompletableFuture<>();
            CompletableFuture<Integer> other = new CompletableFuture<>();
            stage.register(one, other, Runnable::run, hops::arrive);
            String completer = Hops.inStory(() -> {
                one.complete(1);
                other.complete(2);
                hops.expect(stage + " registered in none", "null", hops.next());
                hops.arrive();
            });
            hops.expect("the completer of " + stage, completer, hops.next());
        }
        return hops.verdict();
    }

    @Proves("future.failing")
    static String failing_and_rejected() throws Exception {
        Hops hops = new Hops();
        Executor rejecting = task -> {
            throw new RejectedExecutionException("as planned");
        };
        for (boolean completedBefore : new boolean[] {true, false}) {
            CompletableFuture<Integer> one = new CompletableFuture<>();
            if (completedBefore) {
                one.complete(1);
            }
            Hops.inStory(() -> {
                one.thenRun(() -> {
                    throw new IllegalStateException("as planned");
                });
                try {
                    one.thenRunAsync(hops::arrive, rejecting);
                } catch (RejectedExecutionException expected) {
                    hops.expect("rejected at once", true, completedBefore);
                }
                one.orTimeout(1, TimeUnit.MINUTES);
            });
            hops.startsClean("after it", () -> {
                one.complete(1);
                hops.arrive();
            });
        }
        String story = Hops.inStory(() -> {
            CompletableFuture<Void> failing = CompletableFuture.runAsync(() -> {
                hops.arrive();
                throw new IllegalStateException("as planned");
            });
            try {
                failing.join();
            } catch (CompletionException expected) {
                hops.arrive();
            }
        });
        hops.expect("the failing", story, hops.next());
        hops.expect("who waits for it", story, hops.next());
        return hops.verdict();
    }

    @Proves("future.delays")
    static String delays_and_timeouts() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Executor delayed = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);
        Executor delayedInPool = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, pool);
        hops.carries("delayed", () -> delayed.execute(hops::arrive));
        hops.carries("delayed in the pool", () -> delayedInPool.execute(hops::arrive));
        hops.carries("run delayed", () -> CompletableFuture.runAsync(hops::arrive, delayed));
        hops.carries("supplied delayed", () -> CompletableFuture.supplyAsync(() -> arrived(hops), delayedInPool));
        hops.carries("stage delayed", () -> CompletableFuture.completedFuture(1).thenRunAsync(hops::arrive, delayed));
        hops.carries("completed async", () -> new CompletableFuture<Integer>().completeAsync(() -> arrived(hops)));
        hops.carries("completed async in the pool", () -> new CompletableFuture<Integer>()
                .completeAsync(() -> arrived(hops), pool));
        hops.carries("timed out", () -> new CompletableFuture<Integer>()
                .orTimeout(1, TimeUnit.MILLISECONDS)
                .whenComplete((value, failure) -> hops.arrive()));
        hops.carries("by default", () -> new CompletableFuture<Integer>()
                .completeOnTimeout(1, 1, TimeUnit.MILLISECONDS)
                .thenRun(hops::arrive));
        // The thread that completes it is the time-out's, and the stage another's.
        CompletableFuture<Integer> timed = new CompletableFuture<>();
        String story = Hops.inStory(() -> timed.thenRun(hops::arrive));
        Hops.inStory(() -> timed.completeOnTimeout(1, 1, TimeUnit.MILLISECONDS));
        hops.expect("timed out in another story", story, hops.next());
        hops.startsClean("next", () -> delayed.execute(hops::arrive));
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("future.subclass")
    static String subclasses() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        for (Stage stage : Stage.values()) {
            CompletableFuture<Integer> one = new Own<>(pool);
            CompletableFuture<Integer> other = new Own<>(pool);
            String story = Hops.inStory(() -> stage.register(one, other, pool, hops::arrive));
            Hops.inStory(() -> {
                one.complete(1);
                other.complete(2);
            });
            hops.expect(stage.name(), story, hops.next());
        }
        hops.startsClean("next", () -> pool.execute(hops::arrive));
        pool.shutdown();
        return hops.verdict();
    }

    /** A worker that waits for a future runs other work meanwhile, and then goes on with its own. */
    @Proves("future.helps-while-waiting")
    static String helping_while_waiting() throws Exception {
        Hops hops = new Hops();
        ForkJoinPool pool = new ForkJoinPool(1);
        CountDownLatch queued = new CountDownLatch(1);
        String waiting = Hops.inStory(() -> pool.execute(() -> {
            Hops.await(queued);
            CompletableFuture.runAsync(() -> {}, pool).join();
            hops.arrive();
        }));
        String helped = Hops.inStory(() -> CompletableFuture.runAsync(hops::arrive, pool));
        queued.countDown();
        Map<String, Integer> expected = new TreeMap<>(Map.of(waiting, 1, helped, 1));
        hops.expect("stories", expected, hops.next(2));
        pool.shutdown();
        return hops.verdict();
    }

    private static final class Own<T> extends CompletableFuture<T> {
        private final Executor executor;

        Own(Executor executor) {
            this.executor = executor;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new Own<>(executor);
        }

        @Override
        public Executor defaultExecutor() {
            return executor;
        }
    }

    private static int arrived(Hops hops) {
        hops.arrive();
        return 1;
    }

    private static CompletableFuture<Integer> composed(Hops hops) {
        return CompletableFuture.completedFuture(arrived(hops));
    }

    private interface Around {
        String run(Case.Body body) throws Exception;
    }
}
