package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fork/join tasks and parallel streams; each case returns what was wrong. */
@SuppressWarnings("FutureReturnValueIgnored") // what arrives is what counts
final class ForkJoinCases {

    private ForkJoinCases() {}

    @Proves("forkjoin.handed-over")
    static String handed_over() throws Exception {
        Hops hops = new Hops();
        ForkJoinPool own = new ForkJoinPool(2);
        ForkJoinPool async = new ForkJoinPool(1, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);
        for (ForkJoinPool each : List.of(own, async, ForkJoinPool.commonPool())) {
            for (int i = 0; i < 10; i++) {
                hops.carries("execute", () -> each.execute(new Arriving(hops)));
                hops.carries("execute a runnable", () -> each.execute(hops::arrive));
                hops.carries("submit", () -> each.submit(new Arriving(hops)));
                hops.carries("submit a runnable", () -> each.submit(hops::arrive));
                hops.carries("submit a callable", () -> each.submit(hops::arriveAndAnswer));
                hops.carries("invoke", () -> each.invoke(new Arriving(hops)));
                hops.carries("adapt", () -> each.submit(ForkJoinTask.adapt(hops::arrive)));
                hops.carries("adapt a callable", () -> each.submit(ForkJoinTask.adapt(hops::arriveAndAnswer)));
                hops.carries("invokeAll", () -> each.invokeAll(List.of(hops::arriveAndAnswer)));
                hops.carries("invokeAny", () -> each.invokeAny(List.of(hops::arriveAndAnswer)));
                hops.startsClean("next", () -> each.execute(hops::arrive));
            }
        }
        own.shutdown();
        async.shutdown();
        return hops.verdict();
    }

    @Proves("forkjoin.forked")
    static String forked() throws Exception {
        Hops hops = new Hops();
        ForkJoinPool pool = new ForkJoinPool(2);
        String story = Hops.inStory(() -> pool.invoke(new RecursiveAction() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void compute() {
                ForkJoinTask<?> forked = new Arriving(hops).fork();
                invokeAll(new Arriving(hops), new Arriving(hops));
                invokeAll(new Arriving(hops), new Arriving(hops), new Arriving(hops));
                invokeAll(List.of(new Arriving(hops), new Arriving(hops)));
                new Arriving(hops).invoke();
                forked.join();
                hops.arrive();
            }
        }));
        hops.expect("in a pool", Map.of(story, 10), hops.next(10));
        String outside = Hops.inStory(() -> {
            ForkJoinTask<?> forked = new Arriving(hops).fork();
            ForkJoinTask.invokeAll(new Arriving(hops), new Arriving(hops), new Arriving(hops));
            forked.join();
            hops.arrive();
        });
        hops.expect("outside of any", Map.of(outside, 5), hops.next(5));
        hops.startsClean("next", () -> pool.execute(hops::arrive));
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("forkjoin.counted")
    static String counted_completers() throws Exception {
        Hops hops = new Hops();
        ForkJoinPool pool = new ForkJoinPool(2);
        for (int i = 0; i < 20; i++) {
            String story = Hops.inStory(() -> pool.invoke(new Counting(null, 3, hops)));
            hops.expect("computed and completed", Map.of(story, 30), hops.next(30));
        }
        pool.shutdown();
        return hops.verdict();
    }

    /** Elements of several stories at once in the common pool, whose helping threads are in the midst of others. */
    @Proves("forkjoin.parallel-streams")
    static String parallel_streams_of_several_stories() throws Exception {
        Hops hops = new Hops();
        List<Future<?>> requests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FutureTask<Integer> request = new FutureTask<>(() -> {
                for (int round = 0; round < 20; round++) {
                    String story = Hops.inStory(() -> {
                        String before = Hops.here();
                        hops.expect("elements", before, storiesOf(500));
                        hops.expect("after them", before, Hops.here());
                    });
                    hops.expect("after " + story, "null", Hops.here());
                }
                return 1;
            });
            new Thread(request).start();
            requests.add(request);
        }
        for (Future<?> each : requests) {
            each.get();
        }
        hops.expect("a stream in none", "null", storiesOf(2000));
        return hops.verdict();
    }

    private static String storiesOf(int elements) {
        return IntStream.range(0, elements)
                .parallel()
                .mapToObj(each -> Hops.here())
                .flatMap(each -> Stream.of(each, Hops.here()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Proves("forkjoin.helps-while-joining")
    static String helping_while_joining() throws Exception {
        Hops hops = new Hops();
        ForkJoinPool pool = new ForkJoinPool(1);
        CountDownLatch queued = new CountDownLatch(1);
        String joining = Hops.inStory(() -> pool.execute(() -> {
            Hops.await(queued);
            pool.submit(() -> {}).join();
            hops.arrive();
        }));
        String helped = Hops.inStory(() -> pool.execute(hops::arrive));
        queued.countDown();
        hops.expect("stories", new TreeMap<>(Map.of(joining, 1, helped, 1)), hops.next(2));
        pool.shutdown();
        return hops.verdict();
    }

    /** A task belongs to whoever handed it over last. */
    @Proves("forkjoin.used-again")
    static String used_again() throws Exception {
        Hops hops = new Hops();
        ForkJoinPool pool = new ForkJoinPool(2);
        Arriving task = new Arriving(hops);
        hops.carries("first", () -> pool.submit(task).join());
        for (int i = 0; i < 3; i++) {
            hops.carries("forked again", () -> {
                task.reinitialize();
                pool.submit(task).join();
            });
            hops.carries("run again by its owner", () -> {
                task.reinitialize();
                task.invoke();
            });
            hops.startsClean("run again in none", () -> {
                task.reinitialize();
                task.invoke();
            });
        }
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("forkjoin.failing")
    static String failing_cancelled_and_rejected() throws Exception {
        Hops hops = new Hops();
        ForkJoinPool pool = new ForkJoinPool(1);
        for (int i = 0; i < 10; i++) {
            Hops.inStory(() -> {
                try {
                    pool.invoke(failing());
                    hops.expect("failed", true, false);
                } catch (IllegalStateException asPlanned) {
                    hops.arrive();
                }
                hops.expect("after a failure", Hops.here(), hops.next());
            });
            hops.startsClean("after a failure", () -> pool.execute(hops::arrive));
            Hops.inStory(() -> {
                ForkJoinTask<?> cancelled = new Arriving(hops);
                cancelled.cancel(false);
                pool.execute(cancelled);
                try {
                    cancelled.join();
                    hops.expect("cancelled", true, false);
                } catch (CancellationException asPlanned) {
                    hops.arrive();
                }
                hops.expect("after a cancellation", Hops.here(), hops.next());
            });
            hops.startsClean("after a cancellation", () -> pool.execute(hops::arrive));
        }
        pool.shutdown();
        Hops.inStory(() -> {
            try {
                pool.execute(new Arriving(hops));
                hops.expect("rejected", true, false);
            } catch (RejectedExecutionException asPlanned) {
                hops.arrive();
            }
            hops.expect("after a rejection", Hops.here(), hops.next());
        });
        return hops.verdict();
    }

    /** The JDK marks the stages of its futures so, and those keep what they were registered with. */
    @Proves("forkjoin.marked")
    static String marked_as_asynchronous() throws Exception {
        Hops hops = new Hops();
        ForkJoinPool pool = new ForkJoinPool(1);
        for (int i = 0; i < 3; i++) {
            hops.carries("marked", () -> pool.submit(new Marked(hops)));
            hops.startsClean("next", () -> pool.execute(hops::arrive));
        }
        pool.shutdown();
        return hops.verdict();
    }

    /** Whoever finds the subscriber idle wakes it, for what others submit as well. */
    @Proves("forkjoin.publisher")
    static String items_of_a_publisher() throws Exception {
        Hops hops = new Hops();
        ForkJoinPool pool = new ForkJoinPool(1);
        ExecutorService fixed = Executors.newFixedThreadPool(1);
        LinkedBlockingQueue<Thread> started = new LinkedBlockingQueue<>();
        consumeItems(hops, pool, () -> hops.expect("idle", true, pool.awaitQuiescence(60, TimeUnit.SECONDS)));
        consumeItems(hops, fixed, () -> fixed.submit(() -> {}).get());
        Executor threads = task -> {
            Thread thread = new Thread(task);
            started.add(thread);
            thread.start();
        };
        consumeItems(hops, threads, () -> {
            for (Thread each : started) {
                each.join();
            }
        });
        pool.shutdown();
        fixed.shutdown();
        return hops.verdict();
    }

    private static void consumeItems(Hops hops, Executor executor, Case.Body untilIdle) throws Exception {
        CountDownLatch both = new CountDownLatch(1);
        SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(executor, 8);
        publisher.consume(item -> {
            Hops.await(both);
            hops.arrive();
        });
        untilIdle.run();
        Hops.inStory(() -> publisher.submit(1));
        Hops.inStory(() -> publisher.submit(2));
        both.countDown();
        hops.expect("the first item", "null", hops.next());
        hops.expect("the second item", "null", hops.next());
        publisher.close();
    }

    private static RecursiveAction failing() {
        return new RecursiveAction() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void compute() {
                invokeAll(new Failing(), new Failing());
            }
        };
    }

    /** Fifteen of a binary tree, each when it computes and when it completes. */
    private static final class Counting extends CountedCompleter<Void> {
        private static final long serialVersionUID = 1L;
        private final int depth;
        private final transient Hops hops;

        Counting(@Nullable CountedCompleter<?> parent, int depth, Hops hops) {
            super(parent);
            this.depth = depth;
            this.hops = hops;
        }

        @Override
        public void compute() {
            hops.arrive();
            if (depth > 0) {
                setPendingCount(2);
                new Counting(this, depth - 1, hops).fork();
                new Counting(this, depth - 1, hops).fork();
            }
            tryComplete();
        }

        @Override
        public void onCompletion(CountedCompleter<?> caller) {
            hops.arrive();
        }
    }

    private static final class Arriving extends RecursiveAction {
        private static final long serialVersionUID = 1L;
        private final transient Hops hops;

        Arriving(Hops hops) {
            this.hops = hops;
        }

        @Override
        protected void compute() {
            hops.arrive();
        }
    }

    private static final class Marked extends RecursiveAction implements CompletableFuture.AsynchronousCompletionTask {
        private static final long serialVersionUID = 1L;
        private final transient Hops hops;

        Marked(Hops hops) {
            this.hops = hops;
        }

        @Override
        protected void compute() {
            hops.arrive();
        }
    }

    private static final class Failing extends RecursiveAction {
        private static final long serialVersionUID = 1L;

        @Override
        protected void compute() {
            throw new IllegalStateException("as planned");
        }
    }
}
