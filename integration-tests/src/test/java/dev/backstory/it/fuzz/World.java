package dev.backstory.it.fuzz;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** What all requests share: small pools, workers that the first request starts, and strangers who complete futures. */
final class World {

    /** The path of a call, before its number. */
    static final String CALLED = "/called/";

    final ExecutorService small = Executors.newFixedThreadPool(2);
    final ExecutorService cached = Executors.newCachedThreadPool();
    final ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(2);
    final ExecutorService callerRuns = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
    final ExecutorService aborting = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
    final Timer timer = new Timer(true);
    final ForkJoinPool forks = new ForkJoinPool(2);
    final ExecutorService stealing = Executors.newWorkStealingPool(2);
    final ExecutorService prioritised =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new PriorityBlockingQueue<>());
    final ExecutorService delegating = Executors.unconfigurableExecutorService(cached);
    final ExecutorService perTask = perTask();
    /** None waits in it: it goes to a worker that waits already, or nowhere. */
    final BlockingQueue<Element> handed = new SynchronousQueue<>();
    /** None that may be full: a worker that waits for room in its own queue would wait for ever. */
    private final List<BlockingQueue<Element>> queues = List.of(
            new LinkedBlockingQueue<>(),
            new LinkedTransferQueue<>(),
            new LinkedBlockingDeque<>(),
            new PriorityBlockingQueue<>(),
            new DelayQueue<>(),
            new ArrayBlockingQueue<>(100_000));
    /** What tasks of no story take their elements out of, one each. */
    private final BlockingQueue<Element> ofTasks = new LinkedBlockingQueue<>();
    /** Not a blocking queue: strangers must not get a context with what they take. */
    private final Queue<Consumer<CausalContext>> promises = new ConcurrentLinkedQueue<>();

    private final Oracle oracle;
    private final int port;
    /** What the receivers of calls do, by their numbers. */
    private final Map<String, Runnable> called = new ConcurrentHashMap<>();

    private final AtomicInteger calls = new AtomicInteger();

    /** Called inside the first request: what it starts outlives it, and is fed by all others. */
    World(Oracle oracle, int port) {
        this.oracle = oracle;
        this.port = port;
        queues.forEach(World::startWorkers);
        startWorkers(handed);
        daemon("stranger-none", () -> complete(CausalContext.NONE));
        daemon("stranger-other", () -> {
            Step step = Step.of(Step.JOB, "stranger").from(CausalContext.NONE).start();
            complete(step.context());
        });
    }

    private static void startWorkers(BlockingQueue<Element> queue) {
        String name = queue.getClass().getSimpleName();
        daemon("worker-1 of " + name, () -> work(queue));
        daemon("worker-2 of " + name, () -> work(queue));
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void work(BlockingQueue<Element> queue) {
        while (true) {
            try {
                Planned.unseen(queue.take().work).run();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Into one of the workers' queues. */
    void put(SplittableRandom random, Runnable far) throws InterruptedException {
        queues.get(random.nextInt(queues.size())).put(new Element(far, random.nextInt(3)));
    }

    private void complete(CausalContext as) {
        // What the request that happened to start this thread left is none of its business.
        try (Scope ignored = CausalContext.NONE.activate()) {
            while (true) {
                Consumer<CausalContext> promise = promises.poll();
                if (promise == null) {
                    LockSupport.parkNanos(100_000);
                } else {
                    promise.accept(as);
                }
            }
        }
    }

    private static void as(CausalContext context, Runnable completing) {
        try (Scope ignored = context.activate()) {
            completing.run();
        }
    }

    /** A future that a thread of no story, or of another, completes: perhaps already has, perhaps later. */
    CompletableFuture<Integer> completedByStranger(SplittableRandom random) {
        CompletableFuture<Integer> promise = new CompletableFuture<>();
        promises.add(as -> as(as, () -> promise.complete(1)));
        pause(random);
        return promise;
    }

    /** The same, and it fails. */
    CompletableFuture<Integer> failedByStranger(SplittableRandom random) {
        CompletableFuture<Integer> promise = new CompletableFuture<>();
        promises.add(as -> as(as, () -> promise.completeExceptionally(new Planned())));
        pause(random);
        return promise;
    }

    private static void pause(SplittableRandom random) {
        if (random.nextInt(3) == 0) {
            LockSupport.parkNanos(300_000);
        }
    }

    /** For a task of no story, on one of the pools that all requests share, to take out; the next such task must find none of it. */
    void putForTask(Runnable far) throws InterruptedException {
        ofTasks.put(new Element(Planned.unseen(far), 0));
        promises.add(stranger -> as(CausalContext.NONE, this::takeInTask));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The oracle notices an element that never runs.
    private void takeInTask() {
        Runnable task = oracle.expected(() -> {
            oracle.outside("a task of no story");
            Objects.requireNonNull(ofTasks.poll()).run();
        });
        if (ThreadLocalRandom.current().nextBoolean()) {
            scheduled.schedule(task, 0, TimeUnit.MILLISECONDS);
        } else {
            small.execute(task);
        }
    }

    /** A message to this server itself, as to another service, which does the work. */
    void call(Runnable far) throws IOException {
        String number = Integer.toString(calls.incrementAndGet());
        called.put(number, far);
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://localhost:" + port + CALLED + number).toURL().openConnection();
        if (connection.getResponseCode() != 200) {
            throw new IOException("call " + number + " was answered with " + connection.getResponseCode());
        }
        connection.getInputStream().readAllBytes();
    }

    /** What the receiver of that call is to do. */
    Runnable called(String path) {
        return Planned.unseen(Objects.requireNonNull(called.remove(path.substring(CALLED.length())), path));
    }

    /** Threads of the JDK's newest kind of executor, where it has it. */
    private ExecutorService perTask() {
        try {
            return Runtime.version().feature() < 21
                    ? cached
                    : (ExecutorService) Executors.class
                            .getMethod("newVirtualThreadPerTaskExecutor")
                            .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A virtual thread where the JDK has them. */
    void startVirtual(Runnable far) throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            new Thread(far).start();
            return;
        }
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        start.invoke(null, far);
    }

    /** An element of a workers' queue, or a task of a pool that prefers some. */
    record Element(Runnable work, int rank) implements Delayed, Runnable {
        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return Integer.compare(rank, ((Element) other).rank);
        }

        @Override
        public void run() {
            work.run();
        }
    }

    static final class Timed extends TimerTask {
        private final Runnable work;

        Timed(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            work.run();
        }
    }
}
