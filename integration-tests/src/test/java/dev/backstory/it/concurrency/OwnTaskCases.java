package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Proves;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What becomes of the application's own task objects, queues and handlers; each case returns what was wrong. */
@SuppressWarnings("FutureReturnValueIgnored") // what arrives is what counts
final class OwnTaskCases {

    /** Where tasks arrive that capture nothing. */
    private static final Hops UNCAPTURED = new Hops();

    private OwnTaskCases() {}

    @Proves("executor.own-objects")
    static String a_pool_hands_out_the_application_s_own_tasks() throws Exception {
        Hops hops = new Hops();
        Busy pool = new Busy(new LinkedBlockingQueue<>());
        Runnable first = new Named(hops);
        Runnable second = new Named(hops);
        List<Future<?>> futures = new ArrayList<>();
        Hops.inStory(() -> {
            pool.execute(first);
            pool.execute(second);
            futures.add(pool.submit(first));
            pool.execute(first);
        });
        BlockingQueue<Runnable> queue = pool.getQueue();
        hops.expect("contains", true, queue.contains(first) && queue.contains(second));
        hops.expect("in order", List.of(first, second, futures.get(0), first), List.copyOf(queue));
        hops.expect("removed", true, pool.remove(first));
        hops.expect("iterated", second, queue.iterator().next());
        futures.get(0).cancel(false);
        pool.purge();
        hops.expect("purged", List.of(second, first), List.copyOf(queue));
        hops.expect("left", List.of(second, first), pool.shutdownNow());
        hops.expect("class", Named.class, second.getClass());
        return hops.verdict();
    }

    @Proves("executor.rejection")
    static String rejections() throws Exception {
        Hops hops = new Hops();
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        Map<String, java.util.concurrent.RejectedExecutionHandler> handlers = new LinkedHashMap<>();
        handlers.put("abort", new ThreadPoolExecutor.AbortPolicy());
        handlers.put("discard", new ThreadPoolExecutor.DiscardPolicy());
        handlers.put("discard-oldest", new ThreadPoolExecutor.DiscardOldestPolicy());
        handlers.put("caller-runs", new ThreadPoolExecutor.CallerRunsPolicy());
        handlers.put("own", (task, pool) -> seen.add(task));
        for (Map.Entry<String, java.util.concurrent.RejectedExecutionHandler> each : handlers.entrySet()) {
            Busy pool = new Busy(new LinkedBlockingQueue<>(1));
            pool.setRejectedExecutionHandler(each.getValue());
            Runnable waiting = new Named(hops);
            String first = Hops.inStory(() -> pool.execute(waiting));
            String second = Hops.inStory(() -> {
                try {
                    // The same instance: what is noted of the one that waits must stay.
                    pool.execute(waiting);
                    hops.expect(each.getKey() + " rejects", false, each.getKey().equals("abort"));
                } catch (RejectedExecutionException asPlanned) {
                    hops.expect("rejects", "abort", each.getKey());
                }
            });
            pool.release();
            switch (each.getKey()) {
                case "discard-oldest" -> hops.expect("the newer", second, hops.next());
                case "caller-runs" -> {
                    hops.expect("the caller's", second, hops.next());
                    hops.expect("the older", first, hops.next());
                }
                case "own" -> {
                    hops.expect("the application's own object", List.of(waiting), seen);
                    hops.expect("the older", first, hops.next());
                }
                default -> hops.expect(each.getKey() + ": the older", first, hops.next());
            }
            pool.shutdown();
            hops.expect("ended", true, pool.awaitTermination(60, TimeUnit.SECONDS));
        }
        return hops.verdict();
    }

    @Proves("executor.priority-queue")
    static String tasks_that_compare_themselves() throws Exception {
        Hops hops = new Hops();
        Busy pool = new Busy(new PriorityBlockingQueue<>());
        String last = Hops.inStory(() -> pool.execute(new Comparing(2, hops)));
        String first = Hops.inStory(() -> pool.execute(new Comparing(1, hops)));
        pool.execute(new Comparing(3, hops));
        pool.release();
        hops.expect("first", first, hops.next());
        hops.expect("last", last, hops.next());
        hops.expect("of none", "null", hops.next());
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("executor.delay-queue")
    static String delay_queue() throws Exception {
        Hops hops = new Hops();
        @SuppressWarnings({"unchecked", "rawtypes"}) // a queue of delayed tasks is one of tasks, until one is not
        BlockingQueue<Runnable> queue = (BlockingQueue) new DelayQueue<Delayed>();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, queue);
        pool.prestartAllCoreThreads();
        for (int i = 0; i < 5; i++) {
            hops.carries("delayed", () -> pool.execute(new DelayedTask(hops)));
            hops.startsClean("next", () -> pool.execute(new DelayedTask(hops)));
        }
        pool.shutdownNow();
        return hops.verdict();
    }

    @Proves("executor.new-task-for")
    static String tasks_of_the_application_s_own_making() throws Exception {
        Hops hops = new Hops();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
            @Override
            protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
                return new OwnFuture<>(callable);
            }

            @Override
            protected <T> RunnableFuture<T> newTaskFor(Runnable task, T value) {
                return new OwnFuture<>(Executors.callable(task, value));
            }
        };
        for (int i = 0; i < 5; i++) {
            hops.carries("callable", () -> pool.submit(hops::arriveAndAnswer));
            hops.carries("runnable", () -> pool.submit(new Named(hops)));
            hops.startsClean("next", () -> pool.submit(new Named(hops)));
        }
        hops.expect("class", OwnFuture.class, pool.submit(hops::arriveAndAnswer).getClass());
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("executor.serialisable")
    static String a_serialisable_task_stays_as_it_is() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Runnable task = (Runnable & Serializable) () -> UNCAPTURED.arrive();
        byte[] before = serialised(task);
        String text = task.toString();
        UNCAPTURED.carries("executed", () -> pool.execute(task));
        UNCAPTURED.carries("submitted", () -> pool.submit(task));
        hops.expect("bytes", true, Arrays.equals(before, serialised(task)));
        hops.expect("text", text, task.toString());
        pool.shutdown();
        return hops.verdict() + UNCAPTURED.verdict();
    }

    /** While it waits, and what it was handed over with is kept in it. */
    @Proves("executor.serialisable")
    static String a_task_that_waits_for_a_worker_is_serialised_as_any() throws Exception {
        Hops hops = new Hops();
        ForkJoinPool pool = new ForkJoinPool(1);
        CountDownLatch released = new CountDownLatch(1);
        pool.execute(() -> Hops.await(released));
        ForkJoinTask<Void> fork = new SerialisableTask();
        byte[] before = serialised(fork);
        Hops.inStory(() -> pool.execute(fork));
        hops.expect("a fork/join task's bytes", true, Arrays.equals(before, serialised(fork)));
        released.countDown();
        fork.join();
        pool.shutdown();
        for (Class<?> each : List.of(ForkJoinTask.class, SerialisableTask.class)) {
            expectItsOwnFields(hops, each);
        }
        return hops.verdict();
    }

    /** While it holds what a story put in. */
    @Proves("executor.serialisable")
    static String a_queue_is_serialised_as_any() throws Exception {
        Hops hops = new Hops();
        for (Supplier<BlockingQueue<Object>> kind : List.<Supplier<BlockingQueue<Object>>>of(
                LinkedBlockingQueue::new,
                () -> new ArrayBlockingQueue<>(1),
                LinkedBlockingDeque::new,
                LinkedTransferQueue::new,
                PriorityBlockingQueue::new,
                SynchronousQueue::new)) {
            BlockingQueue<Object> ofNone = kind.get();
            BlockingQueue<Object> ofStory = kind.get();
            Instant element = Instant.now();
            ofNone.offer(element);
            Hops.inStory(() -> ofStory.offer(element));
            String name = ofNone.getClass().getSimpleName();
            hops.expect(name + "'s bytes", true, Arrays.equals(serialised(ofNone), serialised(ofStory)));
            expectItsOwnFields(hops, ofNone.getClass());
        }
        return hops.verdict();
    }

    private static void expectItsOwnFields(Hops hops, Class<?> type) {
        for (ObjectStreamField each : ObjectStreamClass.lookup(type).getFields()) {
            hops.expect("a field of ours in " + type, -1, each.getName().indexOf('$'));
        }
    }

    private static byte[] serialised(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static final class DelayedTask implements Runnable, Delayed {
        private final Hops hops;

        DelayedTask(Hops hops) {
            this.hops = hops;
        }

        @Override
        public void run() {
            hops.arrive();
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return Objects.equals(this, other) ? 0 : 1;
        }
    }

    private record Comparing(int rank, Hops hops) implements Runnable, Comparable<Comparing> {
        @Override
        public int compareTo(Comparing other) {
            return Integer.compare(rank, other.rank);
        }

        @Override
        public void run() {
            hops.arrive();
        }
    }

    private static final class SerialisableTask extends RecursiveTask<Void> {
        private static final long serialVersionUID = 1L;

        @Override
        protected Void compute() {
            return null;
        }
    }

    /** A future that is no {@code FutureTask}. */
    private static final class OwnFuture<T> extends CompletableFuture<T> implements RunnableFuture<T> {
        private final Callable<T> callable;

        OwnFuture(Callable<T> callable) {
            this.callable = callable;
        }

        @Override
        public void run() {
            try {
                complete(callable.call());
            } catch (Exception e) {
                completeExceptionally(e);
            }
        }
    }
}
