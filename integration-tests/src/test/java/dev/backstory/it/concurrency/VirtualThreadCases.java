package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Proves;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Virtual threads and what is built on them; each case returns what was wrong. */
@SuppressWarnings({"FutureReturnValueIgnored", "CheckReturnValue"}) // what arrives is what counts
final class VirtualThreadCases {

    private VirtualThreadCases() {}

    @Proves(value = "thread.virtual", from = 25)
    static String virtual() throws Exception {
        Hops hops = new Hops();
        ThreadFactory factory = Virtual.factory();
        List<Thread> made = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            hops.carries("started", () -> Virtual.start(hops::arrive));
            hops.carries("of a factory", () -> factory.newThread(hops::arrive).start());
            Hops.inStory(() -> made.add(factory.newThread(hops::arrive)));
            hops.carries("made in another story", () -> made.remove(0).start());
            hops.carries(
                    "of a virtual thread",
                    () -> Virtual.start(() -> factory.newThread(hops::arrive).start()));
            hops.startsClean("next", () -> Virtual.start(hops::arrive));
        }
        return hops.verdict();
    }

    @Proves(value = "executor.thread-per-task", from = 25)
    static String thread_per_task() throws Exception {
        Hops hops = new Hops();
        Callable<Integer> callable = hops::arriveAndAnswer;
        for (ExecutorService each :
                List.of(Virtual.perTask(), Virtual.perTask(Virtual.factory()), Virtual.perTask(Thread::new))) {
            for (int i = 0; i < 20; i++) {
                hops.carries("execute", () -> each.execute(hops::arrive));
                hops.carries("submit", () -> each.submit(hops::arrive));
                hops.carries("submit a callable", () -> each.submit(callable));
                hops.carries("submit with a result", () -> each.submit(hops::arrive, 1));
                hops.carries("invokeAll", () -> each.invokeAll(List.of(callable)));
                hops.carries("invokeAny", () -> each.invokeAny(List.of(callable)));
                hops.startsClean("next", () -> each.execute(hops::arrive));
            }
            each.shutdown();
        }
        return hops.verdict();
    }

    /** The thread is the task's: what it takes out of a queue is an answer, and not another task. */
    @Proves(value = "executor.thread-per-task", from = 25)
    static String thread_per_task_takes_from_a_queue() throws Exception {
        Hops hops = new Hops();
        try (Closing pool = new Closing(Virtual.perTask())) {
            for (boolean submit : new boolean[] {true, false}) {
                Hops.inStory(() -> {
                    BlockingQueue<Parcel> queue = new LinkedBlockingQueue<>();
                    Callable<Integer> takes = () -> {
                        queue.take();
                        return hops.arriveAndAnswer();
                    };
                    if (submit) {
                        pool.executor().submit(takes);
                    } else {
                        pool.executor().execute(() -> {
                            try {
                                takes.call();
                            } catch (Exception e) {
                                hops.expect("no failure", null, e);
                            }
                        });
                    }
                    Hops.inStory(() -> queue.put(new Parcel(1)));
                    hops.expect("after a take", Hops.here(), hops.next());
                });
            }
        }
        return hops.verdict();
    }

    @Proves(value = "thread.parks", from = 25)
    static String a_thousand_parks() throws Exception {
        Hops hops = new Hops();
        Map<String, Integer> expected = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            expected.put(
                    Hops.inStory(() -> Virtual.start(() -> {
                        String before = Hops.here();
                        for (int park = 0; park < 1_000; park++) {
                            LockSupport.parkNanos(1);
                            if (!before.equals(Hops.here())) {
                                hops.expect("after a park", before, Hops.here());
                            }
                        }
                        hops.arrive();
                    })),
                    1);
        }
        hops.expect("stories", expected, hops.next(20));
        return hops.verdict();
    }

    @Proves(value = "thread.hundred-thousand", from = 25)
    static String hundred_thousand() throws Exception {
        Hops hops = new Hops();
        int each = 1_000;
        int stories = 100;
        CountDownLatch all = new CountDownLatch(each * stories);
        AtomicInteger wrong = new AtomicInteger();
        for (int i = 0; i < stories; i++) {
            Hops.inStory(() -> {
                String story = Hops.here();
                for (int thread = 0; thread < each; thread++) {
                    Virtual.start(() -> {
                        LockSupport.parkNanos(1_000_000);
                        if (!story.equals(Hops.here())) {
                            wrong.incrementAndGet();
                        }
                        all.countDown();
                    });
                }
            });
        }
        Hops.await(all);
        hops.expect("threads in another's story", 0, wrong.get());
        return hops.verdict();
    }

    /** Nothing of ours may hold a carrier thread while a virtual one waits. */
    @Proves(value = "thread.no-pinning", from = 25)
    static String no_pinning() throws Exception {
        Hops hops = new Hops();
        BlockingQueue<Parcel> queue = new LinkedBlockingQueue<>();
        Path file = Files.createTempFile("backstory-pinning", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
            recording.start();
            try (Closing pool = new Closing(Virtual.perTask());
                    Closing workers = new Closing(Executors.newFixedThreadPool(2))) {
                for (int i = 0; i < 1_000; i++) {
                    hops.carries("submit", () -> pool.executor().submit(() -> {
                        workers.executor()
                                .submit(() -> LockSupport.parkNanos(1))
                                .get();
                        queue.put(new Parcel(1));
                        queue.take();
                        return hops.arriveAndAnswer();
                    }));
                }
            }
            Virtual.start(PinnedOnPurpose::begin).join();
            recording.stop();
            recording.dump(file);
        }
        int onPurpose = 0;
        for (RecordedEvent each : RecordingFile.readAllEvents(file)) {
            if (each.toString().contains(PinnedOnPurpose.class.getSimpleName())) {
                onPurpose++;
                continue;
            }
            // Who is about to enter a monitor that another is about to leave waits on its carrier for a moment.
            if (!each.getString("blockingOperation").contains("monitor enter")
                    || each.getDuration().toMillis() > 20) {
                hops.expect("no pinning", null, each);
            }
        }
        Files.delete(file);
        hops.expect("pinned on purpose", 1, onPurpose);
        return hops.verdict();
    }

    /** A class that is initialised holds its carrier thread: the recording has to say so. */
    private static final class PinnedOnPurpose {
        static {
            LockSupport.parkNanos(1_000_000);
        }

        static void begin() {
            // After it was initialised.
        }
    }

    /** The first that waits for a socket has the JDK start threads that wait for all of them, as long as the JVM runs. */
    @Proves(value = "thread.libraries", from = 25)
    static String waiting_for_a_socket() throws Exception {
        Hops hops = new Hops();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Thread> reading = new ArrayList<>();
            String story = Hops.inStory(() -> reading.add(Virtual.start(() -> {
                try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                    hops.expect("read", 1, socket.getInputStream().read());
                    hops.arrive();
                } catch (IOException e) {
                    hops.expect("no failure", null, e);
                }
            })));
            try (Socket accepted = server.accept()) {
                while (reading.get(0).getState() == Thread.State.RUNNABLE) {
                    LockSupport.parkNanos(1_000_000);
                }
                accepted.getOutputStream().write(1);
                hops.expect("after it", story, hops.next());
            }
        }
        return hops.verdict();
    }

    @Proves(value = "thread.structured", from = 25)
    static String structured() throws Exception {
        Hops hops = new Hops();
        for (int i = 0; i < 20; i++) {
            String story = Hops.inStory(() -> {
                try (Structured scope = new Structured()) {
                    scope.fork(hops::arriveAndAnswer);
                    scope.fork(() -> {
                        try (Structured inner = new Structured()) {
                            inner.fork(hops::arriveAndAnswer);
                            inner.join();
                        }
                        return hops.arriveAndAnswer();
                    });
                    scope.join();
                }
                hops.arrive();
            });
            hops.expect("subtasks", Map.of(story, 4), hops.next(4));
        }
        try (Structured scope = new Structured()) {
            hops.startsClean("next", () -> scope.fork(hops::arriveAndAnswer));
            scope.join();
        }
        return hops.verdict();
    }

    /** A subtask that fails cancels its scope, whose other threads are interrupted. */
    @Proves(value = "thread.structured", from = 25)
    static String structured_failure() throws Exception {
        Hops hops = new Hops();
        BlockingQueue<Parcel> never = new LinkedBlockingQueue<>();
        String story = Hops.inStory(() -> {
            try (Structured scope = new Structured()) {
                scope.fork(() -> {
                    try {
                        return never.take();
                    } catch (InterruptedException cancelled) {
                        hops.arrive();
                        throw cancelled;
                    }
                });
                scope.fork(() -> {
                    throw new IllegalStateException("as planned");
                });
                try {
                    scope.join();
                    hops.expect("failed", true, false);
                } catch (Exception asPlanned) {
                    hops.arrive();
                }
            }
        });
        hops.expect("both", Map.of(story, 2), hops.next(2));
        return hops.verdict();
    }
}
