package dev.backstory.it.concurrency;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import dev.backstory.it.harness.Proves;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is done, cancelled or refused keeps nothing of the request, for as long as the application keeps it; each case says what did. */
@SuppressWarnings("FutureReturnValueIgnored") // a future is returned as an object that must hold nothing
final class ReleaseCases {

    private ReleaseCases() {}

    @Proves("executor.releases")
    static String executor() throws Exception {
        Kept kept = new Kept();
        Busy pool = new Busy(new LinkedBlockingQueue<>());
        Runnable removed = new Nothing();
        Runnable drained = new Nothing();
        kept.after("cancelled", () -> {
            Future<?> task = pool.submit(() -> {});
            task.cancel(false);
            return task;
        });
        // It waits in the queue still, and nothing that happens to that later must be what lets go.
        String waiting = kept.verdict(pool);
        kept.after("removed", () -> {
            pool.execute(removed);
            pool.remove(removed);
            return removed;
        });
        kept.after("drained", () -> {
            pool.execute(drained);
            return pool.getQueue().drainTo(new ArrayList<>());
        });
        kept.after("cleared", () -> {
            pool.execute(drained);
            pool.getQueue().clear();
            return drained;
        });
        kept.after("never run", () -> {
            pool.execute(drained);
            return pool.shutdownNow();
        });
        kept.after("rejected", () -> {
            try {
                pool.execute(drained);
                return "accepted";
            } catch (RejectedExecutionException asPlanned) {
                return drained;
            }
        });
        pool.release();
        ExecutorService other = Executors.newFixedThreadPool(1);
        kept.after("done", () -> {
            Future<?> task = other.submit(() -> {});
            task.get();
            return task;
        });
        kept.after("failed", () -> {
            FutureTask<Integer> task = new FutureTask<>(() -> {
                throw new IllegalStateException("as planned");
            });
            other.execute(task);
            try {
                return task.get();
            } catch (ExecutionException asPlanned) {
                return task;
            }
        });
        kept.after("executed", () -> {
            other.execute(removed);
            other.submit(() -> {}).get();
            return removed;
        });
        String wrong = kept.verdict(pool, other);
        other.shutdown();
        return waiting + wrong;
    }

    @Proves("scheduled.releases")
    static String scheduled() throws Exception {
        Kept kept = new Kept();
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(1);
        kept.after("cancelled", () -> {
            ScheduledFuture<?> task = pool.schedule(() -> {}, 1, TimeUnit.HOURS);
            task.cancel(false);
            return task;
        });
        kept.after("done", () -> {
            ScheduledFuture<?> task = pool.schedule(() -> {}, 0, TimeUnit.HOURS);
            task.get();
            return task;
        });
        kept.after("cancelled after runs", () -> {
            ScheduledFuture<?> task = pool.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.MILLISECONDS);
            pool.schedule(() -> {}, 3, TimeUnit.MILLISECONDS).get();
            task.cancel(false);
            return task;
        });
        String wrong = kept.verdict(pool);
        pool.shutdownNow();
        return wrong;
    }

    @Proves("future.releases")
    static String future() throws Exception {
        Kept kept = new Kept();
        kept.after("completed", () -> {
            CompletableFuture<Integer> one = new CompletableFuture<>();
            CompletableFuture<Integer> two = one.thenApply(value -> value).thenApplyAsync(value -> value);
            one.complete(1);
            two.get();
            return List.of(one, two);
        });
        kept.after("supplied", () -> {
            CompletableFuture<Integer> supplied = CompletableFuture.supplyAsync(() -> 1);
            supplied.get();
            return supplied;
        });
        kept.after("timed", () -> {
            CompletableFuture<Integer> timed = new CompletableFuture<Integer>().orTimeout(1, TimeUnit.HOURS);
            timed.complete(1);
            return timed;
        });
        return kept.verdict();
    }

    @Proves("forkjoin.releases")
    static String fork_join() throws Exception {
        Kept kept = new Kept();
        ForkJoinPool pool = new ForkJoinPool(1);
        kept.after("done", () -> {
            ForkJoinTask<?> task = pool.submit(() -> {});
            task.get();
            return task;
        });
        kept.after("cancelled", () -> {
            ForkJoinTask<?> task = pool.submit(() -> {});
            task.cancel(false);
            return task;
        });
        String wrong = kept.verdict(pool);
        pool.shutdown();
        return wrong;
    }

    @Proves("thread.releases")
    static String thread() throws Exception {
        Kept kept = new Kept();
        kept.after("ended", () -> {
            Thread thread = new Thread(() -> {});
            thread.start();
            thread.join();
            return thread;
        });
        kept.after("ended after it asked", () -> {
            Thread thread = new Thread(Hops::here);
            thread.start();
            thread.join();
            return thread;
        });
        kept.after("never started", () -> new Thread(() -> {}));
        return kept.verdict();
    }

    @Proves("queue.releases")
    static String queue() throws Exception {
        Kept kept = new Kept();
        BlockingQueue<Parcel> queue = new LinkedBlockingQueue<>(2);
        kept.after("taken", () -> {
            Parcel parcel = new Parcel(1);
            queue.put(parcel);
            Hops.inNewThread(queue::take);
            return parcel;
        });
        kept.after("drained", () -> {
            Parcel parcel = new Parcel(1);
            queue.put(parcel);
            Hops.inNewThread(() -> queue.drainTo(new ArrayList<>()));
            return parcel;
        });
        kept.after("refused", () -> {
            queue.put(new Parcel(1));
            queue.put(new Parcel(2));
            Parcel parcel = new Parcel(3);
            boolean offered = queue.offer(parcel);
            Hops.inNewThread(() -> queue.drainTo(new ArrayList<>()));
            return offered ? "accepted" : parcel;
        });
        return kept.verdict(queue);
    }

    @Proves("timer.releases")
    static String timer() throws Exception {
        Kept kept = new Kept();
        Timer timer = new Timer(true);
        kept.after("cancelled", () -> {
            TimerTask task = task(() -> {});
            timer.schedule(task, TimeUnit.HOURS.toMillis(1));
            task.cancel();
            return task;
        });
        kept.after("done", () -> {
            CompletableFuture<Integer> ran = new CompletableFuture<>();
            TimerTask task = task(() -> ran.complete(1));
            timer.schedule(task, 0);
            ran.get();
            return task;
        });
        for (long period : new long[] {0, TimeUnit.HOURS.toMillis(1)}) {
            kept.after("cancelled with its timer, period " + period, () -> {
                Timer ended = new Timer(true);
                TimerTask task = task(() -> {});
                if (period == 0) {
                    ended.schedule(task, TimeUnit.HOURS.toMillis(1));
                } else {
                    ended.schedule(task, TimeUnit.HOURS.toMillis(1), period);
                }
                ended.cancel();
                return task;
            });
        }
        String wrong = kept.verdict(timer);
        timer.cancel();
        return wrong;
    }

    private static TimerTask task(Runnable body) {
        return new TimerTask() {
            @Override
            public void run() {
                body.run();
            }
        };
    }

    private static final class Nothing implements Runnable {
        @Override
        public void run() {}
    }

    /** Objects that the application keeps, and the steps that must not be reached through them. */
    static final class Kept {
        private final List<@Nullable Object> objects = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final List<WeakReference<Step>> steps = new ArrayList<>();

        void after(String name, Made made) throws Exception {
            Hops.inStory(() -> {
                steps.add(new WeakReference<>(CausalContext.current().step()));
                names.add(name);
                objects.add(made.make());
            });
        }

        /** Which of them are still reached; what else is given stays alive until then. */
        String verdict(Object... alive) throws Exception {
            for (int i = 0; i < 100 && !reached().isEmpty(); i++) {
                System.gc();
                // Beside objects that have no field, what is free is let go of with the next hand-over.
                Hops.inStory(() -> new FutureTask<>(() -> 1).cancel(false));
                TimeUnit.MILLISECONDS.sleep(50);
            }
            String reached = reached();
            return alive.length + objects.size() == 0 ? "nothing was kept" : reached;
        }

        private String reached() {
            StringBuilder reached = new StringBuilder();
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i).get() != null) {
                    reached.append(names.get(i)).append(" keeps its step\n");
                }
            }
            return reached.toString();
        }
    }

    interface Made {
        @Nullable
        Object make() throws Exception;
    }
}
