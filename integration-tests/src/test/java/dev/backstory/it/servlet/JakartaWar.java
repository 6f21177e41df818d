package dev.backstory.it.servlet;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.it.harness.Case;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A web application that publishes, and does nothing else about its store: it neither opens nor closes one. */
public final class JakartaWar extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** What nobody takes is gone with the application. */
    private static final BlockingQueue<Object> LEFT = new LinkedBlockingQueue<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getParameter("fail") != null) {
            throw new IllegalStateException("as planned");
        }
        if (request.getParameter("repeat") != null) {
            failPeriodically();
            return;
        }
        Case.publish("direct");
        CompletableFuture.runAsync(() -> Case.publish("by a pool of all")).join();
        byATimer();
        outOfAQueue();
        AsyncContext async = request.startAsync();
        async.addListener(new Listener());
        response.getOutputStream().setWriteListener(new Writer(async));
    }

    /** Scheduled in no story, as an application does when it starts, and before anything was published. */
    private static void failPeriodically() {
        ScheduledExecutorService pool = Executors.newSingleThreadScheduledExecutor();
        try (Scope ignored = CausalContext.NONE.activate()) {
            pool.scheduleAtFixedRate(new Chore(), 0, 1, TimeUnit.HOURS).get();
        } catch (InterruptedException | ExecutionException failed) {
            pool.shutdown();
        }
    }

    private static final class Chore implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("as planned");
        }
    }

    private static void byATimer() {
        CompletableFuture<String> ran = new CompletableFuture<>();
        Timer timer = new Timer(true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        Case.publish("by a timer");
                        ran.complete("yes");
                    }
                },
                0);
        ran.join();
        timer.cancel();
    }

    private static void outOfAQueue() {
        BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        CompletableFuture<String> ran = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        queue.take().run();
                        ran.complete("yes");
                    } catch (InterruptedException e) {
                        ran.completeExceptionally(e);
                    }
                })
                .start();
        queue.add(() -> Case.publish("out of a queue"));
        ran.join();
        LEFT.add(new Object());
    }

    private static final class Writer implements WriteListener {

        private final AsyncContext async;

        private Writer(AsyncContext async) {
            this.async = async;
        }

        @Override
        public void onWritePossible() {
            Case.publish("written");
            async.complete();
        }

        @Override
        public void onError(Throwable failure) {
            async.complete();
        }
    }

    /** Told of all, and says nothing. */
    private static final class Listener implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    /** Publishes once more when the application is undeployed. */
    public static final class Goodbye implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            // Nothing before the first request.
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            Case.publish("goodbye");
        }
    }
}
