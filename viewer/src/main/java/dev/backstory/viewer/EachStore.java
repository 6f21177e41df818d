package dev.backstory.viewer;

import dev.backstory.StoreUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks several stores the same, at the same time. One that does not answer is named, and the others still tell. */
final class EachStore<S> {

    private static final int THREADS = 16;

    /**
     * What was read.
     *
     * @param value the answer of those stores that gave one
     * @param away the names of those that did not
     */
    record Read<T>(T value, List<String> away) {}

    private final Map<String, S> stores;
    private final ExecutorService threads;

    EachStore(Map<String, S> stores) {
        this.stores = new LinkedHashMap<>(stores);
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "backstory-viewer-store");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /**
     * The answer of each store, by its name.
     *
     * @throws StoreUnavailableException when there are stores, and none of them gives one
     */
    <T> Read<Map<String, T>> ask(Function<S, T> question) {
        Map<String, T> answers = new LinkedHashMap<>();
        if (stores.size() == 1) {
            stores.forEach((name, store) -> answers.put(name, question.apply(store)));
            return new Read<>(answers, List.of());
        }
        Map<String, CompletableFuture<T>> asked = new LinkedHashMap<>();
        stores.forEach(
                (name, store) -> asked.put(name, CompletableFuture.supplyAsync(() -> question.apply(store), threads)));
        List<String> away = new ArrayList<>();
        asked.forEach((name, answer) -> {
            try {
                answers.put(name, answer.join());
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof StoreUnavailableException)) {
                    throw e;
                }
                away.add(name);
            }
        });
        if (answers.isEmpty() && !away.isEmpty()) {
            throw new StoreUnavailableException("none of the stores answers: " + String.join(", ", away), null);
        }
        return new Read<>(answers, away);
    }
}
