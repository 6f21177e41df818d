package dev.backstory.it.concurrency;

import dev.backstory.context.ActorSource;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.it.harness.Proves;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.NonStickyEventExecutorGroup;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseNotifier;
import io.netty.util.concurrent.UnorderedThreadPoolEventExecutor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Netty's event loops and timer as those of an application; what is here in 4.1 and 4.2. Each case returns what was wrong. */
@SuppressWarnings({"FutureReturnValueIgnored", "deprecation"}) // what arrives is what counts; the group of 4.1
final class NettyCases {

    private NettyCases() {}

    /** Of each kind one thread, so that each task is the next one after another. */
    private static Map<String, EventExecutorGroup> kinds() {
        Map<String, EventExecutorGroup> kinds = new TreeMap<>();
        kinds.put("event loop", new NioEventLoopGroup(1));
        kinds.put("event executor", new DefaultEventExecutorGroup(1));
        kinds.put("unordered", new UnorderedThreadPoolEventExecutor(1));
        kinds.put("global", GlobalEventExecutor.INSTANCE);
        return kinds;
    }

    @Proves("netty.tasks")
    static String tasks() throws Exception {
        Hops hops = new Hops();
        Map<String, EventExecutorGroup> kinds = kinds();
        kinds.put("ordered", new NonStickyEventExecutorGroup(new UnorderedThreadPoolEventExecutor(1)));
        kinds.put("immediate", ImmediateEventExecutor.INSTANCE);
        for (Map.Entry<String, EventExecutorGroup> each : kinds.entrySet()) {
            EventExecutor loop = each.getValue().next();
            for (int i = 0; i < 3; i++) {
                hops.carries(each + " executes", () -> loop.execute(hops::arrive));
                hops.carries(each + " submits", () -> loop.submit(hops::arrive));
                hops.carries(each + " submits with a result", () -> loop.submit(hops::arrive, 1));
                hops.carries(each + " calls", () -> loop.submit(hops::arriveAndAnswer));
                hops.carries(each + " runs a future", () -> loop.execute(new FutureTask<>(hops::arriveAndAnswer)));
                hops.carries(each + " runs what it runs", () -> loop.execute(() -> loop.execute(hops::arrive)));
                hops.startsClean(each + " executes next", () -> loop.execute(hops::arrive));
                hops.startsClean(each + " submits next", () -> loop.submit(hops::arrive));
            }
            each.getValue().shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        return hops.verdict();
    }

    @Proves("netty.at-once")
    static String tasks_of_several_stories_at_once() throws Exception {
        Hops hops = new Hops();
        Map<String, EventExecutorGroup> kinds = kinds();
        kinds.put("ordered", new NonStickyEventExecutorGroup(new UnorderedThreadPoolEventExecutor(1)));
        for (Map.Entry<String, EventExecutorGroup> each : kinds.entrySet()) {
            EventExecutor loop = each.getValue().next();
            for (int i = 0; i < 20; i++) {
                CountDownLatch held = new CountDownLatch(1);
                Hops.inStory(() -> loop.execute(() -> Hops.await(held)));
                Runnable same = hops::arrive;
                List<String> expected = new ArrayList<>();
                for (int story = 0; story < 2; story++) {
                    String id = Hops.inStory(() -> {
                        loop.execute(same);
                        loop.submit(hops::arrive);
                    });
                    expected.add(id);
                    expected.add(id);
                    loop.execute(same);
                    expected.add("null");
                }
                held.countDown();
                List<String> seen = new ArrayList<>();
                while (seen.size() < expected.size()) {
                    seen.add(hops.next());
                }
                if (each.getKey().equals("unordered")) { // which it is, with a thread for one task at a time too
                    Collections.sort(expected);
                    Collections.sort(seen);
                }
                hops.expect(each.getKey(), expected, seen);
            }
            each.getValue().shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        return hops.verdict();
    }

    /** What handed over another's work from inside its own: the nested task waits until the first one is over. */
    @Proves("netty.immediate")
    static String immediate_tasks_that_wait_for_another() throws Exception {
        Hops hops = new Hops();
        LinkedBlockingQueue<String> nested = new LinkedBlockingQueue<>();
        String outer = Hops.inStory(() -> ImmediateEventExecutor.INSTANCE.execute(() -> {
            try {
                nested.add(Hops.inStory(() -> ImmediateEventExecutor.INSTANCE.execute(hops::arrive)));
            } catch (Exception e) {
                hops.expect("no failure", null, e);
            }
            hops.arrive();
        }));
        hops.expect("the first", outer, hops.next());
        hops.expect("the nested", nested.poll(), hops.next());
        return hops.verdict();
    }

    /** Who is logged in stays so where the caller's own thread runs the task, and is asked for no library's listener. */
    @Proves("netty.immediate")
    static String immediate_tasks_know_who_is_logged_in() throws Exception {
        Hops hops = new Hops();
        AtomicInteger asked = new AtomicInteger();
        ActorSource anna = new ActorSource() {
            @Override
            protected String actor() {
                asked.incrementAndGet();
                return "anna";
            }
        };
        Hops.inStory(() -> {
            try (Scope request = CausalContext.current().activate(anna)) {
                Promise<Integer> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
                promise.addListener(
                        new PromiseNotifier<>(new DefaultPromise<Integer>(ImmediateEventExecutor.INSTANCE)));
                hops.expect("asked for a library's listener", 0, asked.get());
                ImmediateEventExecutor.INSTANCE.execute(() -> hops.expect(
                        "who", "anna", CausalContext.current().metadata().get(CausalContext.ACTOR)));
            }
        });
        hops.expect("asked", true, asked.get() > 0);
        return hops.verdict();
    }

    @Proves("netty.scheduled")
    static String scheduled() throws Exception {
        Hops hops = new Hops();
        for (EventExecutorGroup each : kinds().values()) {
            EventExecutor loop = each.next();
            ScheduledCases.oneShot(hops, loop);
            ScheduledCases.periodic(hops, loop);
            ScheduledCases.failing(hops, loop);
            hops.carries(
                    "from inside", () -> loop.execute(() -> loop.schedule(hops::arrive, 1, TimeUnit.MILLISECONDS)));
            ScheduledFuture<?> never = loop.schedule(hops::arrive, 1, TimeUnit.HOURS);
            Hops.inStory(() -> never.cancel(false));
            hops.startsClean("after a cancelled one", () -> loop.execute(hops::arrive));
            each.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        return hops.verdict();
    }

    @Proves("netty.failing")
    static String failing() throws Exception {
        Hops hops = new Hops();
        for (Map.Entry<String, EventExecutorGroup> each : kinds().entrySet()) {
            EventExecutor loop = each.getValue().next();
            Runnable fails = () -> {
                hops.arrive();
                throw new IllegalStateException("as planned");
            };
            if (!each.getKey().equals("event executor")) { // which a task that throws ends, in Netty's own way
                hops.carries(each.getKey(), () -> loop.execute(fails));
                hops.startsClean("after it", () -> loop.execute(hops::arrive));
            }
            hops.carries(each.getKey(), () -> loop.submit(fails).addListener(future -> hops.arrive()));
            hops.expect("its listener", false, hops.next().equals("null"));
            hops.startsClean("after it", () -> loop.submit(hops::arrive));
            each.getValue().shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        return hops.verdict();
    }

    /** The handler gets the application's own object. */
    @Proves("netty.rejected")
    static String rejected() throws Exception {
        Hops hops = new Hops();
        LinkedBlockingQueue<Runnable> refused = new LinkedBlockingQueue<>();
        EventExecutorGroup group = new DefaultEventExecutorGroup(1, null, 16, (task, executor) -> refused.add(task));
        EventExecutor loop = group.next();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        loop.execute(() -> {
            running.countDown();
            Hops.await(held);
        });
        Hops.await(running);
        Runnable same = hops::arrive;
        String story = Hops.inStory(() -> {
            while (refused.isEmpty()) {
                loop.execute(same);
            }
        });
        hops.expect("the refused task", true, refused.poll() == same);
        held.countDown();
        hops.expect("all that were queued", Map.of(story, 16), hops.next(16));
        hops.startsClean("after them", () -> loop.execute(same));
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        Hops.inStory(() -> {
            try {
                loop.execute(same);
                hops.expect("refused", true, refused.poll() == same);
            } catch (RejectedExecutionException expectedToo) {
                hops.expect("refused once", 0, refused.size());
            }
        });
        return hops.verdict();
    }

    /** The pool of an application gives a loop its thread, inside of the request that needs the loop first. */
    @Proves("netty.loop-in-a-pool")
    static String loop_in_a_pool_of_the_application() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newCachedThreadPool();
        EventExecutorGroup group = new NioEventLoopGroup(1, pool);
        EventExecutor loop = group.next();
        LinkedBlockingQueue<Parcel> parcels = new LinkedBlockingQueue<>();
        for (int i = 0; i < 3; i++) {
            hops.carries("executed", () -> loop.execute(hops::arrive));
            hops.startsClean("next", () -> loop.execute(hops::arrive));
            Hops.inStory(() -> parcels.add(new Parcel(1)));
            loop.execute(parcels::poll);
            hops.startsClean("after one that took an element out of a queue", () -> loop.execute(hops::arrive));
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("netty.timer")
    static String timer() throws Exception {
        Hops hops = new Hops();
        HashedWheelTimer timer = new HashedWheelTimer(1, TimeUnit.MILLISECONDS);
        Hops.inStory(timer::start);
        LinkedBlockingQueue<Timeout> cancelled = new LinkedBlockingQueue<>();
        for (int i = 0; i < 3; i++) {
            hops.carries("time-out", () -> timer.newTimeout(timeout -> hops.arrive(), 1, TimeUnit.MILLISECONDS));
            hops.startsClean("next", () -> timer.newTimeout(timeout -> hops.arrive(), 1, TimeUnit.MILLISECONDS));
            Hops.inStory(() -> cancelled.add(timer.newTimeout(timeout -> hops.arrive(), 1, TimeUnit.HOURS)));
            hops.expect("cancelled", true, cancelled.take().cancel());
        }
        timer.stop();
        return hops.verdict();
    }
}
