package dev.backstory.it.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Every way in which Spring MVC answers later, or from another thread. */
@RestController
class Orders {

    private static final long PATIENCE = 30_000;
    private static final long SHORT = 200;

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final ExecutorService slow = Executors.newSingleThreadExecutor();
    private final Semaphore released = new Semaphore(0);
    private final SseStarted sseStarted;

    Orders(SseStarted sseStarted) {
        this.sseStarted = sseStarted;
    }

    @GetMapping("/orders/{id}")
    String plain(@PathVariable String id) {
        Shop.publish("plain");
        return id;
    }

    @GetMapping("/fails/{id}")
    String fails(@PathVariable String id) {
        Shop.publish("failing");
        throw new IllegalStateException("as planned");
    }

    @GetMapping("/taken/{id}")
    String taken(@PathVariable String id) {
        Shop.publish("failing");
        throw new TakenException();
    }

    @GetMapping("/sold-out/{id}")
    String soldOut(@PathVariable String id) {
        Shop.publish("failing");
        throw new SoldOutException();
    }

    @GetMapping("/sold-out-later/{id}")
    Callable<String> soldOutLater(@PathVariable String id) {
        return () -> soldOut(id);
    }

    @ExceptionHandler(TakenException.class)
    ResponseEntity<String> isTaken() {
        Shop.publish("handler");
        return ResponseEntity.status(HttpStatus.CONFLICT).body("taken");
    }

    @ExceptionHandler(SoldOutException.class)
    ResponseEntity<String> isSoldOut() {
        Shop.publish("handler");
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("sold out");
    }

    /** Nobody sets it, so that it times out. */
    @GetMapping("/forgotten")
    DeferredResult<String> forgotten() {
        DeferredResult<String> result = new DeferredResult<>(SHORT);
        result.onTimeout(() -> Shop.publish("timed out"));
        return result;
    }

    @GetMapping("/deferred")
    DeferredResult<String> deferred() {
        Shop.publish("controller");
        DeferredResult<String> result = new DeferredResult<>(PATIENCE);
        result.onCompletion(() -> Shop.publish("completed"));
        pool.execute(() -> {
            Shop.publish("work");
            result.setResult("done");
        });
        return result;
    }

    @GetMapping("/callable")
    Callable<String> callable() {
        Shop.publish("controller");
        return () -> {
            Shop.publish("work");
            return "done";
        };
    }

    @GetMapping("/task")
    WebAsyncTask<String> task() {
        Shop.publish("controller");
        return new WebAsyncTask<>(PATIENCE, () -> {
            Shop.publish("work");
            return "done";
        });
    }

    @GetMapping("/stream")
    StreamingResponseBody stream() {
        Shop.publish("controller");
        return output -> {
            Shop.publish("work");
            output.write("done".getBytes(StandardCharsets.UTF_8));
        };
    }

    @GetMapping("/sse")
    SseEmitter sse() {
        Shop.publish("controller");
        SseEmitter emitter = new SseEmitter(PATIENCE);
        emitter.onCompletion(() -> Shop.publish("completed"));
        pool.execute(() -> {
            sseStarted.await();
            try {
                emitter.send("first");
                Shop.publish("work");
                emitter.complete();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return emitter;
    }

    /** Work that goes on after the answer, when its thread may already serve somebody else. */
    @GetMapping("/later")
    String later() {
        slow.execute(() -> {
            released.acquireUninterruptibly();
            Shop.publish("work");
        });
        return "accepted";
    }

    @GetMapping("/release")
    String release() {
        released.release();
        return "released";
    }

    @GetMapping("/free")
    String free() {
        Shop.publish("free");
        return "done";
    }

    private static final class TakenException extends RuntimeException {}

    private static final class SoldOutException extends RuntimeException {}
}
