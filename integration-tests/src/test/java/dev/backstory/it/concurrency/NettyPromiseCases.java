package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.Proves;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultProgressivePromise;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import io.netty.util.concurrent.GenericProgressiveFutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.ProgressiveFuture;
import io.netty.util.concurrent.Promise;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Listeners of Netty's promises, completed by whoever; each case returns what was wrong. */
@SuppressWarnings({"FutureReturnValueIgnored", "unchecked"}) // what arrives is what counts; addListeners
final class NettyPromiseCases {

    private NettyPromiseCases() {}

    @Proves("netty.listeners")
    static String listeners() throws Exception {
        Hops hops = new Hops();
        EventExecutorGroup group = new DefaultEventExecutorGroup(1);
        for (EventExecutor executor : List.of(group.next(), ImmediateEventExecutor.INSTANCE)) {
            for (boolean completedBefore : new boolean[] {true, false}) {
                Promise<Integer> promise = new DefaultPromise<>(executor);
                if (completedBefore) {
                    Hops.inStory(() -> promise.setSuccess(1));
                }
                // The same object for all, as a constant of an application is.
                GenericFutureListener<Future<Integer>> same = future -> hops.arrive();
                Case.Body add = () -> {
                    promise.addListener(same);
                    promise.addListeners(future -> hops.arrive(), same);
                };
                Map<String, Integer> expected = new TreeMap<>();
                expected.put(Hops.inStory(add), 3);
                add.run();
                expected.put("null", 3);
                expected.put(Hops.inStory(add), 3);
                if (!completedBefore) {
                    Hops.inStory(() -> promise.setSuccess(1));
                }
                hops.expect("stories on " + executor, expected, hops.next(9));
                hops.startsClean("next", () -> executor.execute(hops::arrive));
            }
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        return hops.verdict();
    }

    /** Whoever completes it goes on with its own. */
    @Proves("netty.completer")
    static String completed_by_a_stranger_in_place() throws Exception {
        Hops hops = new Hops();
        for (boolean cancels : new boolean[] {true, false}) {
            Promise<Integer> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
            promise.addListener(future -> {
                hops.arrive();
                throw new IllegalStateException("as planned");
            });
            String adder = Hops.inStory(() -> promise.addListener(future -> hops.arrive()));
            String completer = Hops.inStory(() -> {
                hops.expect("ends", true, cancels ? promise.cancel(false) : promise.trySuccess(1));
                hops.arrive();
            });
            hops.expect("added in none", "null", hops.next());
            hops.expect("added in a story", adder, hops.next());
            hops.expect("the completer", completer, hops.next());
        }
        return hops.verdict();
    }

    @Proves("netty.listener-removed")
    static String removed_and_told_of_progress() throws Exception {
        Hops hops = new Hops();
        DefaultProgressivePromise<Integer> promise = new DefaultProgressivePromise<>(ImmediateEventExecutor.INSTANCE);
        GenericProgressiveFutureListener<ProgressiveFuture<Integer>> listener =
                new GenericProgressiveFutureListener<>() {
                    @Override
                    public void operationProgressed(ProgressiveFuture<Integer> future, long progress, long total) {
                        hops.arrive();
                    }

                    @Override
                    public void operationComplete(ProgressiveFuture<Integer> future) {
                        hops.arrive();
                    }
                };
        Hops.inStory(() -> promise.addListener(listener));
        promise.removeListener(listener);
        String story = Hops.inStory(() -> promise.addListener(listener));
        Hops.inStory(() -> {
            promise.setProgress(1, 3);
            promise.setProgress(2, 3);
            promise.setSuccess(1);
        });
        hops.expect("told", Map.of(story, 3), hops.next(3));
        return hops.verdict();
    }
}
