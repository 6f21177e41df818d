package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Proves;
import java.lang.ref.Cleaner;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.server.UnicastRemoteObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that the application starts, and those that libraries do; each case returns what was wrong. */
@SuppressWarnings({"FutureReturnValueIgnored", "CheckReturnValue"}) // what arrives is what counts
final class ThreadCases {

    private ThreadCases() {}

    @Proves("thread.started")
    static String started() throws Exception {
        Hops hops = new Hops();
        hops.carries("thread", () -> new Thread(hops::arrive).start());
        hops.carries("in a group", () -> new Thread(new ThreadGroup("group"), hops::arrive, "name", 0, false).start());
        hops.carries("subclass", () -> new Arriving(hops).start());
        hops.carries(
                "of a factory",
                () -> Executors.defaultThreadFactory().newThread(hops::arrive).start());
        hops.carries("by a method that pools have too", () -> addWorker(hops::arrive));
        hops.carries("of a thread", () -> new Thread(() -> new Thread(hops::arrive).start()).start());
        hops.startsClean("next", () -> new Thread(hops::arrive).start());
        return hops.verdict();
    }

    private static void addWorker(Runnable worker) {
        new Thread(worker).start();
    }

    @Proves("thread.made-elsewhere")
    static String made_in_one_story_and_started_in_another() throws Exception {
        Hops hops = new Hops();
        List<Thread> made = new ArrayList<>();
        Hops.inStory(() -> {
            made.add(new Thread(hops::arrive));
            made.add(new Arriving(hops));
            made.add(new Thread(new FutureTask<>(hops::arriveAndAnswer)));
            made.add(new Thread(hops::arrive));
        });
        hops.carries("thread", () -> made.get(0).start());
        hops.carries("subclass", () -> made.get(1).start());
        hops.carries("future task", () -> made.get(2).start());
        hops.startsClean("in none", () -> made.get(3).start());
        return hops.verdict();
    }

    /** Started by one, then running what others made: a queue that nobody watches in between. */
    @Proves("thread.runs-tasks-of-others")
    static String runs_tasks_of_others() throws Exception {
        Hops hops = new Hops();
        FutureTask<Integer> task = new FutureTask<>(hops::arriveAndAnswer);
        List<FutureTask<Integer>> tasks = new ArrayList<>(List.of(task));
        String other = Hops.inStory(() -> tasks.add(new FutureTask<>(hops::arriveAndAnswer)));
        String starter = Hops.inStory(() -> new Thread(() -> {
                    tasks.get(1).run();
                    hops.arrive();
                })
                .start());
        hops.expect("the other's task", other, hops.next());
        hops.expect("after it", starter, hops.next());
        return hops.verdict();
    }

    @Proves("thread.started-twice")
    static String started_twice() throws Exception {
        Hops hops = new Hops();
        CountDownLatch refused = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            Hops.await(refused);
            hops.arrive();
        });
        String story = Hops.inStory(thread::start);
        Hops.inStory(() -> {
            try {
                thread.start();
                hops.expect("started again", true, false);
            } catch (IllegalThreadStateException asPlanned) {
                refused.countDown();
            }
        });
        hops.expect("story", story, hops.next());
        return hops.verdict();
    }

    @Proves("thread.failing")
    static String failing() throws Exception {
        Hops hops = new Hops();
        hops.carries("dies", () -> {
            Thread thread = new Thread(() -> {
                throw new IllegalStateException("as planned");
            });
            thread.setUncaughtExceptionHandler((dead, failure) -> hops.arrive());
            thread.start();
        });
        hops.startsClean("next", () -> new Thread(hops::arrive).start());
        return hops.verdict();
    }

    @Proves("thread.workers")
    static String workers_of_pools() throws Exception {
        Hops hops = new Hops();
        List<ExecutorService> pools = new ArrayList<>();
        Hops.inStory(() -> {
            ThreadFactory threads = Thread::new;
            ThreadPoolExecutor started =
                    new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
            hops.expect("workers", 2, started.prestartAllCoreThreads());
            pools.add(started);
            ScheduledThreadPoolExecutor scheduled = new ScheduledThreadPoolExecutor(1);
            hops.expect("started", true, scheduled.prestartCoreThread());
            pools.add(scheduled);
            for (ExecutorService each : List.of(
                    Executors.newFixedThreadPool(1),
                    Executors.newFixedThreadPool(1, StartedByItself::new),
                    Executors.newCachedThreadPool(),
                    Executors.newSingleThreadExecutor(),
                    Executors.newWorkStealingPool(1),
                    new ForkJoinPool(1),
                    ForkJoinPool.commonPool())) {
                each.submit(() -> {}).get();
                pools.add(each);
            }
        });
        for (ExecutorService each : pools) {
            hops.startsClean(each.getClass().getSimpleName(), () -> each.execute(hops::arrive));
        }
        for (ExecutorService each : pools) {
            each.shutdown();
        }
        return hops.verdict();
    }

    /** What these start for themselves outlives the request, and the probe afterwards looks into all of them. */
    @Proves("thread.libraries")
    static String threads_of_the_jdk_itself() throws Exception {
        Hops hops = new Hops();
        String story = Hops.inStory(() -> {
            Cleaner.create().register(new Object(), () -> {});
            Cleaner.create(Thread::new).register(new Object(), () -> {});
            new java.util.Timer("timer", true)
                    .schedule(
                            new java.util.TimerTask() {
                                @Override
                                public void run() {
                                    hops.arrive();
                                }
                            },
                            1);
            CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS).execute(hops::arrive);
            new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .thenRun(hops::arrive);
        });
        hops.expect("its tasks", Map.of(story, 3), hops.next(3));
        return hops.verdict();
    }

    /** Who exports the first object has the JDK listen, for as long as it lives. */
    @Proves("thread.libraries")
    static String remote_calls() throws Exception {
        Hops hops = new Hops();
        Far far = hops::arrive;
        List<Remote> stubs = new ArrayList<>();
        Hops.inStory(() -> stubs.add(UnicastRemoteObject.exportObject(far, 0)));
        hops.startsClean("called from nowhere", () -> ((Far) stubs.get(0)).arrive());
        hops.expect("withdrawn", true, UnicastRemoteObject.unexportObject(far, true));
        return hops.verdict();
    }

    /** What is cleaned is cleaned in no story, whoever registered it and whoever asked for the collection. */
    @Proves("thread.cleaners")
    static String cleaners() throws Exception {
        Hops hops = new Hops();
        List<Cleaner> cleaners = new ArrayList<>();
        Hops.inStory(() -> {
            cleaners.add(Cleaner.create());
            cleaners.add(Cleaner.create(Thread::new));
        });
        for (Cleaner each : cleaners) {
            Hops.inStory(() -> each.register(new Object(), hops::arrive));
            hops.expect("cleaned", "null", hops.nextWhileCollecting());
        }
        return hops.verdict();
    }

    @Proves("thread.http-client")
    static String http_client() throws Exception {
        Hops hops = new Hops();
        HttpClient[] client = new HttpClient[1];
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> HttpAnswers.answer(server));
            answering.start();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"))
                    .build();
            Hops.inStory(() -> client[0] = HttpClient.newHttpClient());
            for (int i = 0; i < 5; i++) {
                String story = Hops.inStory(() -> client[0]
                        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .thenApply(answer -> {
                            hops.arrive();
                            return answer.statusCode();
                        })
                        .thenAcceptAsync(status -> hops.arrive()));
                hops.expect("continuations", Map.of(story, 2), hops.next(2));
            }
            CompletableFuture<?> sent = client[0].sendAsync(request, HttpResponse.BodyHandlers.discarding());
            sent.thenRun(hops::arrive);
            hops.expect("in none", "null", hops.next());
        }
        return hops.verdict();
    }

    interface Far extends Remote {
        void arrive() throws RemoteException;
    }

    /** Its start is overridden, twice. */
    private static final class StartedByItself extends Counted {
        StartedByItself(Runnable target) {
            super(target);
        }

        @Override
        public synchronized void start() {
            super.start();
        }
    }

    private static class Counted extends Thread {
        private static final AtomicInteger STARTED = new AtomicInteger();

        Counted(Runnable target) {
            super(target);
        }

        @Override
        public synchronized void start() {
            STARTED.incrementAndGet();
            super.start();
        }
    }

    private static final class Arriving extends Thread {
        private final Hops hops;

        Arriving(Hops hops) {
            this.hops = hops;
        }

        @Override
        public void run() {
            hops.arrive();
        }
    }
}
