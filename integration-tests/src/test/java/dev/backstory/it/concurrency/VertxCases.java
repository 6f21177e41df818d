package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.Proves;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServer;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Vert.x with one event loop and one worker; what is here in 4 and 5. Each case returns what was wrong. */
final class VertxCases {

    private VertxCases() {}

    private static Vertx vertx() {
        return Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    }

    private static void close(Vertx vertx) throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        vertx.close().onComplete(done -> closed.countDown());
        closed.await();
    }

    @Proves("vertx.contexts")
    static String contexts_and_workers() throws Exception {
        Hops hops = new Hops();
        Vertx vertx = vertx();
        Context context = vertx.getOrCreateContext();
        for (int i = 0; i < 3; i++) {
            hops.carries("run on a context", () -> context.runOnContext(nothing -> hops.arrive()));
            hops.startsClean("next", () -> context.runOnContext(nothing -> hops.arrive()));
            hops.carries("blocking", () -> context.executeBlocking(hops::arriveAndAnswer));
            hops.carries("blocking, in any order", () -> context.executeBlocking(hops::arriveAndAnswer, false));
            hops.carries(
                    "from inside", () -> context.runOnContext(nothing -> vertx.executeBlocking(hops::arriveAndAnswer)));
            hops.startsClean("next blocking", () -> context.executeBlocking(hops::arriveAndAnswer));
        }
        close(vertx);
        return hops.verdict();
    }

    /** The worker goes on with those of others where it has begun with one. */
    @Proves("vertx.at-once")
    static String several_stories_at_once() throws Exception {
        Hops hops = new Hops();
        Vertx vertx = vertx();
        Context context = vertx.getOrCreateContext();
        for (Submitting each : List.<Submitting>of(
                task -> context.runOnContext(nothing -> task.run()),
                task -> context.executeBlocking(() -> {
                    task.run();
                    return 1;
                }))) {
            CountDownLatch held = new CountDownLatch(1);
            Hops.inStory(() -> each.submit(() -> Hops.await(held)));
            TreeMap<String, Integer> expected = new TreeMap<>();
            for (int i = 0; i < 5; i++) {
                expected.put(Hops.inStory(() -> each.submit(hops::arrive)), 1);
            }
            each.submit(hops::arrive);
            expected.put("null", 1);
            held.countDown();
            hops.expect("stories", expected, hops.next(6));
        }
        close(vertx);
        return hops.verdict();
    }

    @Proves("vertx.timers")
    static String timers() throws Exception {
        Hops hops = new Hops();
        Vertx vertx = vertx();
        for (int i = 0; i < 3; i++) {
            hops.carries("timer", () -> vertx.setTimer(1, id -> hops.arrive()));
            hops.startsClean("next", () -> vertx.setTimer(1, id -> hops.arrive()));
        }
        LinkedBlockingQueue<Long> timer = new LinkedBlockingQueue<>();
        TreeSet<String> stories = new TreeSet<>();
        stories.add(Hops.inStory(() -> timer.add(vertx.setPeriodic(1, id -> hops.arrive()))));
        for (int i = 0; i < 3; i++) {
            stories.add(hops.next());
        }
        vertx.cancelTimer(timer.take());
        hops.expect("each run a story of its own", 4, stories.size());
        hops.expect("none in no story", false, stories.contains("null"));
        close(vertx);
        return hops.verdict();
    }

    @Proves("vertx.futures")
    static String futures_that_another_story_completes() throws Exception {
        Hops hops = new Hops();
        Vertx vertx = vertx();
        Context context = vertx.getOrCreateContext();
        for (boolean completedBefore : new boolean[] {true, false}) {
            Promise<Integer> promise = Promise.promise();
            Case.Body complete = () -> context.runOnContext(nothing -> promise.complete(1));
            if (completedBefore) {
                CountDownLatch done = new CountDownLatch(1);
                promise.future().onComplete(value -> done.countDown());
                Hops.inStory(complete);
                Hops.await(done);
            }
            Case.Body add = () -> {
                Future<Integer> future = promise.future();
                future.onComplete(value -> hops.arrive());
                future.onSuccess(value -> hops.arrive());
                future.map(value -> hops.arriveAndAnswer()).onSuccess(value -> hops.arrive());
                future.compose(value -> Future.succeededFuture(hops.arriveAndAnswer()))
                        .onComplete(value -> hops.arrive());
                Future.all(future, future).onComplete(value -> hops.arrive());
            };
            Map<String, Integer> expected = new TreeMap<>();
            expected.put(Hops.inStory(add), 7);
            add.run();
            expected.put("null", 7);
            expected.put(Hops.inStory(add), 7);
            if (!completedBefore) {
                Hops.inStory(complete);
            }
            hops.expect("completed before: " + completedBefore, expected, hops.next(21));
        }
        close(vertx);
        return hops.verdict();
    }

    @Proves("vertx.eventbus")
    static String messages_on_the_event_bus() throws Exception {
        Hops hops = new Hops();
        Vertx vertx = vertx();
        List<MessageConsumer<Integer>> consumers = new ArrayList<>();
        Hops.inStory(() -> consumers.add(vertx.eventBus().<Integer>consumer("orders", message -> {
            hops.arrive();
            message.reply(2);
        })));
        for (int i = 0; i < 3; i++) {
            hops.carries("sent", () -> vertx.eventBus().send("orders", 1));
            hops.startsClean("sent in none", () -> vertx.eventBus().send("orders", 1));
            hops.carries("published", () -> vertx.eventBus().publish("orders", 1));
            String story =
                    Hops.inStory(() -> vertx.eventBus().request("orders", 1).onComplete(reply -> hops.arrive()));
            hops.expect("requested, and the reply", Map.of(story, 2), hops.next(2));
        }
        // What waits for a consumer that has paused.
        MessageConsumer<Integer> consumer = consumers.get(0);
        consumer.pause();
        String one = Hops.inStory(() -> vertx.eventBus().send("orders", 1));
        vertx.eventBus().send("orders", 1);
        String other = Hops.inStory(() -> vertx.eventBus().send("orders", 1));
        Hops.inStory(consumer::resume);
        hops.expect("waiting", new TreeMap<>(Map.of(one, 1, "null", 1, other, 1)), hops.next(3));
        close(vertx);
        return hops.verdict();
    }

    /** A request to its server has a story of its own, and nobody else's. */
    @Proves("vertx.http")
    static String requests_to_its_server_on_one_connection() throws Exception {
        Hops hops = new Hops();
        Vertx vertx = vertx();
        LinkedBlockingQueue<String> stories = new LinkedBlockingQueue<>();
        Set<String> requests = ConcurrentHashMap.newKeySet();
        LinkedBlockingQueue<Integer> port = new LinkedBlockingQueue<>();
        Hops.inStory(() -> {
            HttpServer server = vertx.createHttpServer().requestHandler(request -> {
                requests.add(Hops.here());
                try {
                    stories.add(Hops.inStory(() -> {
                        vertx.runOnContext(nothing -> hops.arrive());
                        vertx.setTimer(1, id -> hops.arrive());
                    }));
                } catch (Exception e) {
                    hops.expect("no failure", null, e);
                }
                request.response().end("done");
            });
            server.listen(0).onSuccess(listening -> port.add(listening.actualPort()));
        });
        URI uri = URI.create("http://localhost:" + port.poll(60, TimeUnit.SECONDS) + "/");
        for (int i = 0; i < 5; i++) {
            HttpURLConnection call = (HttpURLConnection) uri.toURL().openConnection();
            hops.expect("status", 200, call.getResponseCode());
            call.getInputStream().readAllBytes();
            hops.expect("all", Map.of(stories.take(), 2), hops.next(2));
        }
        hops.expect("a story each", 5, requests.size());
        hops.expect("one without", false, requests.contains("null"));
        close(vertx);
        return hops.verdict();
    }

    /** The answer lets the next request begin, inside the story of who answers. */
    @Proves("vertx.http")
    static String requests_that_wait_behind_another_on_one_connection() throws Exception {
        Hops hops = new Hops();
        Vertx vertx = vertx();
        LinkedBlockingQueue<Integer> port = new LinkedBlockingQueue<>();
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            hops.arrive();
            try {
                // Not at once: those behind it have arrived by then.
                Hops.inStory(
                        () -> vertx.runOnContext(nothing -> request.response().end("done")));
            } catch (Exception e) {
                hops.expect("no failure", null, e);
            }
        });
        server.listen(0).onSuccess(listening -> port.add(listening.actualPort()));
        try (Socket socket = new Socket("localhost", port.poll(60, TimeUnit.SECONDS))) {
            String request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.repeat(5).getBytes(StandardCharsets.US_ASCII));
            Map<String, Integer> requests = hops.next(5);
            hops.expect("a story each", 5, requests.size());
            hops.expect("one without", false, requests.containsKey("null"));
        }
        close(vertx);
        return hops.verdict();
    }

    private interface Submitting {
        void submit(Runnable task);
    }
}
