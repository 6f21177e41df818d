package dev.backstory.it.concurrency;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.Proves;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Tasks of scheduled executors; each case returns what was wrong. */
@SuppressWarnings("FutureReturnValueIgnored") // what arrives is what counts
final class ScheduledCases {

    private static final long PERIOD = 100;

    private ScheduledCases() {}

    private static List<ScheduledExecutorService> kinds() {
        return List.of(
                Executors.newScheduledThreadPool(1),
                Executors.newSingleThreadScheduledExecutor(),
                Executors.unconfigurableScheduledExecutorService(new ScheduledThreadPoolExecutor(2)));
    }

    @Proves("scheduled.one-shot")
    static String one_shot() throws Exception {
        Hops hops = new Hops();
        for (ScheduledExecutorService pool : kinds()) {
            oneShot(hops, pool);
            pool.shutdown();
        }
        return hops.verdict();
    }

    static void oneShot(Hops hops, ScheduledExecutorService pool) throws Exception {
        Callable<Integer> callable = hops::arriveAndAnswer;
        for (int delay = 0; delay < 3; delay++) {
            int millis = delay;
            hops.carries("runnable", () -> pool.schedule(hops::arrive, millis, TimeUnit.MILLISECONDS));
            hops.carries("callable", () -> pool.schedule(callable, millis, TimeUnit.MILLISECONDS));
            hops.startsClean("next", () -> pool.schedule(hops::arrive, millis, TimeUnit.MILLISECONDS));
        }
    }

    @Proves("scheduled.none-takes")
    static String what_a_task_of_no_story_takes_ends_with_it() throws Exception {
        Hops hops = new Hops();
        for (ScheduledExecutorService pool : kinds()) {
            LinkedBlockingQueue<Object> orders = new LinkedBlockingQueue<>();
            String story = Hops.inStory(() -> orders.add(new Object()));
            Runnable takes = () -> {
                hops.expect("taken", false, orders.poll() == null);
                hops.arrive();
            };
            pool.schedule(takes, 1, TimeUnit.MILLISECONDS).get();
            hops.expect("the element's", story, hops.next());
            hops.startsClean("next", () -> pool.schedule(hops::arrive, 1, TimeUnit.MILLISECONDS));
            pool.shutdown();
        }
        return hops.verdict();
    }

    /** Taking an element may as well be borrowing an object. */
    @Proves("scheduled.takes")
    static String what_a_run_takes_belongs_to_the_run() throws Exception {
        Hops hops = new Hops();
        for (ScheduledExecutorService pool : kinds()) {
            LinkedBlockingQueue<Object> orders = new LinkedBlockingQueue<>();
            Hops.inStory(() -> orders.add(new Object()));
            Future<?> task = schedule(pool, true, () -> {
                String before = Hops.here();
                if (orders.poll() != null) {
                    hops.arriveIn(before);
                }
            });
            hops.expect("the run's", Hops.RIGHT, hops.next());
            task.cancel(false);
            pool.shutdown();
        }
        return hops.verdict();
    }

    @Proves("scheduled.periodic")
    static String periodic() throws Exception {
        Hops hops = new Hops();
        for (ScheduledExecutorService pool : kinds()) {
            periodic(hops, pool);
            pool.shutdown();
        }
        return hops.verdict();
    }

    /** A fork/join pool schedules since JDK 25. */
    @Proves(value = "scheduled.fork-join", from = 25)
    static String fork_join_pool() throws Exception {
        Hops hops = new Hops();
        ExecutorService own = new ForkJoinPool(2);
        for (Object pool : List.of(own, ForkJoinPool.commonPool())) {
            oneShot(hops, (ScheduledExecutorService) pool);
            periodic(hops, (ScheduledExecutorService) pool);
            failing(hops, (ScheduledExecutorService) pool);
        }
        own.shutdown();
        return hops.verdict();
    }

    /** Each run is a story of its own, which says where it was scheduled. */
    static void periodic(Hops hops, ScheduledExecutorService pool) throws Exception {
        for (boolean fixedRate : new boolean[] {true, false}) {
            for (boolean inStory : new boolean[] {true, false}) {
                LinkedBlockingQueue<String> scheduledIn = new LinkedBlockingQueue<>();
                LinkedBlockingQueue<String> runs = new LinkedBlockingQueue<>();
                LinkedBlockingQueue<Future<?>> task = new LinkedBlockingQueue<>();
                Runnable body = () -> runs.add(run());
                TreeSet<String> stories = new TreeSet<>();
                if (inStory) {
                    stories.add(Hops.inStory(() -> {
                        scheduledIn.add(running().id());
                        task.add(schedule(pool, fixedRate, body));
                    }));
                } else {
                    stories.add("none");
                    task.add(schedule(pool, fixedRate, body));
                }
                for (int i = 0; i < 3; i++) {
                    String[] run =
                            String.valueOf(runs.poll(60, TimeUnit.SECONDS)).split(" ", 4);
                    hops.expect("kind", Step.SCHEDULED, run[0]);
                    hops.expect("scheduled by", inStory ? scheduledIn.element() : "null", run[1]);
                    hops.expect("name", ScheduledCases.class.getSimpleName(), run[2]);
                    stories.add(run[3]);
                }
                hops.expect("stories", 4, stories.size());
                task.element().cancel(false);
                hops.startsClean("next", () -> pool.execute(hops::arrive));
            }
        }
    }

    private static ScheduledFuture<?> schedule(ScheduledExecutorService pool, boolean fixedRate, Runnable body) {
        return fixedRate
                ? pool.scheduleAtFixedRate(body, 1, 1, TimeUnit.MILLISECONDS)
                : pool.scheduleWithFixedDelay(body, 1, 1, TimeUnit.MILLISECONDS);
    }

    @Proves("scheduled.failing")
    static String failing() throws Exception {
        Hops hops = new Hops();
        for (ScheduledExecutorService pool : kinds()) {
            failing(hops, pool);
            pool.shutdown();
        }
        return hops.verdict();
    }

    /** One is cancelled between its runs, one by its own, and one fails; the test looks at what is stored of them. */
    static void end_in_each_way() throws Exception {
        endInEachWay(new ScheduledThreadPoolExecutor(1));
    }

    /** From JDK 25 on. */
    static void end_in_each_way_in_a_fork_join_pool() throws Exception {
        endInEachWay((ScheduledExecutorService) (Object) new ForkJoinPool(1));
    }

    private static void endInEachWay(ScheduledExecutorService pool) throws Exception {
        Case.inStep("schedules", () -> {
            Case.publish("scheduled");
            CountDownLatch ran = new CountDownLatch(1);
            Future<?> between = pool.scheduleAtFixedRate(ran::countDown, 0, PERIOD, TimeUnit.MILLISECONDS);
            Hops.await(ran);
            pool.submit(() -> {}).get();
            between.cancel(false);
            // Due after the one that was cancelled, which some pools keep until then.
            pool.schedule(() -> {}, 2 * PERIOD, TimeUnit.MILLISECONDS).get();

            CompletableFuture<Future<?>> itself = new CompletableFuture<>();
            Future<?> within = pool.scheduleAtFixedRate(
                    () -> {
                        Case.publish("cancels itself");
                        itself.join().cancel(false);
                    },
                    0,
                    PERIOD,
                    TimeUnit.MILLISECONDS);
            itself.complete(within);
            pool.schedule(() -> {}, 2 * PERIOD, TimeUnit.MILLISECONDS).get();

            pool.scheduleAtFixedRate(
                    () -> {
                        Case.publish("fails");
                        throw new IllegalStateException("as planned");
                    },
                    0,
                    PERIOD,
                    TimeUnit.MILLISECONDS);
            pool.schedule(() -> {}, 2 * PERIOD, TimeUnit.MILLISECONDS).get();
        });
        pool.shutdown();
    }

    static void failing(Hops hops, ScheduledExecutorService pool) throws Exception {
        Runnable fails = () -> {
            hops.arrive();
            throw new IllegalStateException("as planned");
        };
        hops.carries("one-shot", () -> pool.schedule(fails, 1, TimeUnit.MILLISECONDS));
        hops.startsClean("after it", () -> pool.schedule(hops::arrive, 1, TimeUnit.MILLISECONDS));
        String story = Hops.inStory(() -> pool.scheduleAtFixedRate(fails, 1, 1, TimeUnit.MILLISECONDS));
        hops.expect("a story of its own", false, hops.next().equals(story));
        hops.startsClean("after the last run", () -> pool.schedule(hops::arrive, 5, TimeUnit.MILLISECONDS));
    }

    /** A task that schedules another, and that one another. */
    @Proves("scheduled.nested")
    static String nested() throws Exception {
        Hops hops = new Hops();
        for (ScheduledExecutorService pool : kinds()) {
            hops.carries(
                    "nested",
                    () -> pool.schedule(
                            () -> pool.schedule(
                                    () -> pool.schedule(hops::arrive, 0, TimeUnit.MILLISECONDS),
                                    1,
                                    TimeUnit.MILLISECONDS),
                            1,
                            TimeUnit.MILLISECONDS));
            pool.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).get();
            pool.shutdown();
        }
        return hops.verdict();
    }

    private static Step running() {
        return Objects.requireNonNull(CausalContext.current().step());
    }

    /** What a run sees, as text: a queue would give its reader the context that came with anything else. */
    private static String run() {
        Step step = running();
        return step.kind() + " " + step.scheduledBy() + " " + step.name() + " " + step.correlationId();
    }
}
