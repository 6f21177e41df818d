package dev.backstory.it.concurrency;

import dev.backstory.context.ActorSource;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.Proves;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Pools and what is handed to them; each case returns what was wrong. */
final class ExecutorCases {

    private ExecutorCases() {}

    /** The application kept the queue that it gave to the pool, and takes a task out past the pool. */
    @Proves("executor.drained-unseen")
    static String drained_unseen() throws Exception {
        Hops hops = new Hops();
        LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        Busy pool = new Busy(queue);
        Runnable task = hops::arrive;
        Hops.inStory(() -> pool.execute(task));
        hops.expect("drained", task, queue.poll());
        String next = Hops.inStory(() -> pool.execute(task));
        pool.release();
        String seen = hops.next();
        hops.expect("its own story or none, but was " + seen, true, seen.equals(next) || seen.equals("null"));
        pool.shutdown();
        return hops.verdict();
    }

    /** Nothing says when a plain task runs that its pool does not run; a future task says so itself. */
    @Proves("executor.taken-by-another")
    @SuppressWarnings("FutureReturnValueIgnored") // what arrives is what counts
    static String taken_out_and_run_by_another() throws Exception {
        Hops hops = new Hops();
        for (BlockingQueue<Runnable> queue :
                List.<BlockingQueue<Runnable>>of(new LinkedBlockingQueue<>(), new ArrayBlockingQueue<>(9))) {
            Busy pool = new Busy(queue);
            Runnable plain = hops::arrive;
            String giver = Hops.inStory(() -> {
                for (int i = 0; i < 2; i++) {
                    pool.execute(plain);
                    pool.submit(plain);
                }
            });
            String taker = Hops.inStory(() -> {
                for (int i = 0; i < 2; i++) {
                    Objects.requireNonNull(pool.getQueue().poll()).run();
                }
            });
            hops.expect("a plain task", taker, hops.next());
            hops.expect("a future task", giver, hops.next());
            taker = Hops.inStory(() -> pool.shutdownNow().forEach(Runnable::run));
            hops.expect("of a pool that was shut down", taker, hops.next());
            hops.expect("a future task of one", giver, hops.next());
            pool.release();
        }
        return hops.verdict();
    }

    /** The application has the queue, but leaves the tasks in it. */
    @Proves("executor.same-task-in-own-queue")
    static String same_task_twice_in_an_own_queue() throws Exception {
        Hops hops = new Hops();
        Busy pool = new Busy(new LinkedBlockingQueue<>());
        hops.expect("waiting", 0, pool.getQueue().size());
        Runnable task = hops::arrive;
        TreeSet<String> stories = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            stories.add(Hops.inStory(() -> pool.execute(task)));
        }
        pool.release();
        hops.expect("stories", stories, new TreeSet<>(List.of(hops.next(), hops.next(), hops.next())));
        pool.shutdown();
        return hops.verdict();
    }

    /** One waits and is removed: the other's run is the other's. */
    @Proves("executor.removed-once")
    static String removed_once_of_two() throws Exception {
        Hops hops = new Hops();
        Busy pool = new Busy(new LinkedBlockingQueue<>());
        Runnable task = hops::arrive;
        Hops.inStory(() -> pool.execute(task));
        String second = Hops.inStory(() -> pool.execute(task));
        hops.expect("removed", true, pool.remove(task));
        pool.release();
        hops.expect("story", second, hops.next());
        pool.shutdown();
        return hops.verdict();
    }

    /** The application's answer takes as long as another thread needs to hand something over, to the same queue. */
    @Proves("executor.asks")
    static String who_is_logged_in_is_asked_for_without_the_queue_s_lock() throws Exception {
        Hops hops = new Hops();
        Busy pool = new Busy(new LinkedBlockingQueue<>());
        List<Boolean> answered = Collections.synchronizedList(new ArrayList<>());
        ActorSource anna = new ActorSource() {
            @Override
            protected String actor() {
                Thread other = new Thread(() -> pool.execute(() -> {}));
                other.start();
                try {
                    other.join(TimeUnit.SECONDS.toMillis(10));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                answered.add(!other.isAlive());
                return "anna";
            }
        };
        List<String> actors = Collections.synchronizedList(new ArrayList<>());
        String story = Hops.inStory(() -> {
            try (Scope request = CausalContext.current().activate(anna)) {
                pool.execute(() -> {
                    actors.add(String.valueOf(CausalContext.current().metadata().get(CausalContext.ACTOR)));
                    hops.arrive();
                });
            }
        });
        pool.release();
        hops.expect("story", story, hops.next());
        hops.expect("who", List.of("anna"), actors);
        hops.expect("the other was handed over meanwhile", false, answered.isEmpty() || answered.contains(false));
        pool.shutdown();
        return hops.verdict();
    }

    /** What the application throws when it is asked is nothing that its hand-over may end with. */
    @Proves("executor.asks-in-vain")
    static String who_is_logged_in_is_asked_for_in_vain() throws Exception {
        Hops hops = new Hops();
        Busy pool = new Busy(new ArrayBlockingQueue<>(1));
        pool.execute(() -> {});
        ActorSource forgetful = new ActorSource() {
            private boolean asked;

            @Override
            protected String actor() {
                if (asked) {
                    throw new IllegalStateException("as planned");
                }
                asked = true;
                return "anna";
            }
        };
        Runnable task = hops::arrive;
        String ended = "handed over";
        try (Scope request = Hops.someStory().activate(forgetful)) {
            pool.execute(task);
        } catch (RuntimeException e) {
            ended = e.getClass().getSimpleName();
        }
        hops.expect("the hand-over ended", RejectedExecutionException.class.getSimpleName(), ended);
        pool.release();
        while (!pool.getQueue().isEmpty()) {
            Thread.onSpinWait();
        }
        hops.startsClean("the same task again", () -> pool.execute(task));
        pool.shutdown();
        return hops.verdict();
    }

    /** A task that fails is called what the application calls it; the test looks at what is stored. */
    static void fail_in_each_form() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        Case.inStep("submits", () -> {
            Case.publish("submits");
            Charge charge = new Charge();
            List<Future<?>> charged = List.of(
                    pool.submit((Runnable) charge),
                    pool.submit((Callable<Object>) charge),
                    pool.submit(charge, 1),
                    new ExecutorCompletionService<>(pool).submit(charge),
                    new ExecutorCompletionService<>(pool).submit(charge, 1));
            for (Future<?> each : charged) {
                try {
                    each.get();
                } catch (ExecutionException asPlanned) {
                    continue;
                }
                throw new IllegalStateException("it has not failed");
            }
        });
        pool.shutdown();
    }

    private static final class Charge implements Runnable, Callable<Object> {
        @Override
        public void run() {
            throw new IllegalStateException("as planned");
        }

        @Override
        public Object call() {
            throw new IllegalStateException("as planned");
        }
    }

    /** Both wait when the first one takes what a request has left. */
    @Proves("executor.none-takes")
    static String what_a_task_of_no_story_takes_ends_with_it() throws Exception {
        Hops hops = new Hops();
        LinkedBlockingQueue<Object> orders = new LinkedBlockingQueue<>();
        String story = Hops.inStory(() -> orders.add(new Object()));
        Busy pool = new Busy(new LinkedBlockingQueue<>());
        pool.execute(() -> {
            hops.expect("taken", false, orders.poll() == null);
            hops.arrive();
        });
        pool.execute(() -> hops.arrive());
        pool.release();
        hops.expect("the element's", story, hops.next());
        hops.expect("the next task's", "null", hops.next());
        pool.shutdown();
        return hops.verdict();
    }

    /** Each worker's first task never is in the queue. */
    @Proves("executor.first-tasks")
    static String first_tasks_of_new_workers() throws Exception {
        Hops hops = new Hops();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(50, 50, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        Runnable task = hops::arrive;
        TreeSet<String> stories = new TreeSet<>();
        TreeSet<String> seen = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            stories.add(Hops.inStory(() -> pool.execute(task)));
        }
        for (int i = 0; i < 50; i++) {
            seen.add(hops.next());
        }
        hops.expect("stories", stories, seen);
        pool.shutdown();
        return hops.verdict();
    }

    /** A handler that waits for room, the usual way to slow a producer down. */
    @Proves("executor.put-by-handler")
    static String put_by_the_rejection_handler() throws Exception {
        Hops hops = new Hops();
        LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>(1);
        CountDownLatch made = new CountDownLatch(1);
        Busy pool = new Busy(queue);
        List<Object> handled = Collections.synchronizedList(new ArrayList<>());
        Runnable first = hops::arrive;
        Runnable second = hops::arrive;
        pool.setRejectedExecutionHandler((task, rejecting) -> {
            handled.add(task);
            queue.clear();
            queue.add(task);
            made.countDown();
        });
        Hops.inStory(() -> pool.execute(first));
        String story = Hops.inStory(() -> pool.execute(second));
        Hops.await(made);
        hops.expect("the application's own object", List.of(second), handled);
        pool.release();
        hops.expect("story", story, hops.next());
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("executor.rejection-handlers")
    static String rejection_handlers() throws Exception {
        Hops hops = new Hops();
        Runnable task = hops::arrive;
        for (RejectedExecutionHandler handler : List.of(
                new ThreadPoolExecutor.CallerRunsPolicy(),
                new ThreadPoolExecutor.DiscardOldestPolicy(),
                (rejected, pool) -> rejected.run())) {
            Busy pool = new Busy(new LinkedBlockingQueue<>(1));
            pool.setRejectedExecutionHandler(handler);
            Runnable other = () -> {};
            Hops.inStory(() -> pool.execute(other));
            String story = Hops.inStory(() -> pool.execute(task));
            pool.release();
            hops.expect(handler.getClass().getSimpleName(), story, hops.next());
            pool.shutdown();
        }
        return hops.verdict();
    }

    @Proves("executor.caller-runs-submits")
    static String caller_runs_and_submits_again() throws Exception {
        Hops hops = new Hops();
        Busy pool = new Busy(new LinkedBlockingQueue<>(1));
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
        pool.execute(() -> {});
        String story = Hops.inStory(() -> pool.execute(() -> {
            pool.release();
            hops.arrive();
            pool.execute(hops::arrive);
        }));
        hops.expect("in the caller", story, hops.next());
        hops.expect("again", story, hops.next());
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("executor.hooks")
    static String hooks_see_the_application_s_own_tasks() throws Exception {
        Hops hops = new Hops();
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
            @Override
            protected void beforeExecute(Thread worker, Runnable task) {
                seen.add(task);
            }

            @Override
            protected void afterExecute(Runnable task, Throwable failure) {
                seen.add(task);
                hops.arrive();
            }
        };
        Runnable task = () -> {};
        String story = Hops.inStory(() -> pool.execute(task));
        hops.expect("afterExecute is in the story", story, hops.next());
        hops.expect("tasks", List.of(task, task), seen);
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("executor.priority-queue")
    static String comparable_tasks() throws Exception {
        Hops hops = new Hops();
        Busy pool = new Busy(new PriorityBlockingQueue<>(4, (a, b) -> ((Ranked) a).rank - ((Ranked) b).rank));
        String last = Hops.inStory(() -> pool.execute(new Ranked(2, hops)));
        String first = Hops.inStory(() -> pool.execute(new Ranked(1, hops)));
        pool.release();
        hops.expect("first", first, hops.next());
        hops.expect("last", last, hops.next());
        pool.shutdown();
        return hops.verdict();
    }

    private static final class Ranked implements Runnable {
        private final int rank;
        private final Hops hops;

        Ranked(int rank, Hops hops) {
            this.rank = rank;
            this.hops = hops;
        }

        @Override
        public void run() {
            hops.arrive();
        }
    }

    @Proves("executor.worker-dies")
    static String worker_dies() throws Exception {
        Hops hops = new Hops();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task);
                    thread.setUncaughtExceptionHandler((dead, failure) -> {});
                    return thread;
                });
        Hops.inStory(() -> pool.execute(() -> {
            throw new IllegalStateException("as planned");
        }));
        hops.startsClean("after it", () -> pool.execute(hops::arrive));
        hops.carries("and then", () -> pool.execute(hops::arrive));
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("executor.own-executors")
    static String own_executors() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        ExecutorService own = new HandOverCases.OwnExecutorService(pool);
        Callable<Integer> callable = () -> {
            hops.arrive();
            return 1;
        };
        hops.carries("execute", () -> own.execute(hops::arrive));
        hops.carries("submit", () -> own.submit(callable).get());
        hops.carries("invokeAny", () -> own.invokeAny(List.of(callable)));
        hops.carries("invokeAny in time", () -> own.invokeAny(List.of(callable), 60, TimeUnit.SECONDS));
        hops.carries("invokeAll in time", () -> own.invokeAll(List.of(callable), 60, TimeUnit.SECONDS));
        hops.carries("completion service", () -> new ExecutorCompletionService<Integer>(own)
                .submit(callable)
                .get());
        Executor direct = Runnable::run;
        hops.carries("direct", () -> direct.execute(hops::arrive));
        hops.startsClean("next", () -> own.execute(hops::arrive));
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("executor.resubmits")
    static String resubmits_itself() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        String story = Hops.inStory(() -> pool.execute(new Runnable() {
            private int left = 1_000_000;

            @Override
            public void run() {
                if (left-- > 0) {
                    pool.execute(this);
                } else {
                    hops.arrive();
                }
            }
        }));
        hops.expect("a million later", story, hops.next());
        pool.shutdown();
        return hops.verdict();
    }
}
