package dev.backstory.viewer;

import dev.backstory.StoreUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks several stores the same, at the same time. One that does not answer is named, and the others still tell. */
final class EachStore<S> {

    private static final int THREADS = 16;
    /** For so long a store that did not answer is not asked again while others answer: nobody waits for it each time. */
    private static final long LEFT_ALONE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /**
     * What was read.
     *
     * @param value the answer of those stores that gave one
     * @param away the names of those that did not
     */
    record Read<T>(T value, List<String> away) {}

    private final Map<String, S> stores;
    private final ExecutorService threads;
    /** When a store did not answer, as {@link System#nanoTime} tells it. */
    private final Map<String, Long> away = new ConcurrentHashMap<>();

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
        Map<String, Function<S, T>> questions = new LinkedHashMap<>();
        stores.keySet().forEach(name -> questions.put(name, question));
        return ask(questions);
    }

    /** The same with a question for each store; those without one are not asked. */
    <T> Read<Map<String, T>> ask(Map<String, Function<S, T>> questions) {
        Map<String, T> answers = new LinkedHashMap<>();
        if (stores.size() == 1) {
            questions.forEach((name, question) -> answers.put(name, question.apply(store(name))));
            return new Read<>(answers, List.of());
        }
        List<String> silent = new ArrayList<>();
        Map<String, CompletableFuture<T>> asked = new LinkedHashMap<>();
        boolean allLeftAlone = questions.keySet().stream().allMatch(this::isLeftAlone);
        questions.forEach((name, question) -> {
            if (isLeftAlone(name) && !allLeftAlone) {
                silent.add(name);
            } else {
                asked.put(name, CompletableFuture.supplyAsync(() -> question.apply(store(name)), threads));
            }
        });
        asked.forEach((name, answer) -> {
            try {
                answers.put(name, answer.join());
                away.remove(name);
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof StoreUnavailableException)) {
                    throw e;
                }
                away.put(name, System.nanoTime());
                silent.add(name);
            }
        });
        if (answers.isEmpty() && !silent.isEmpty()) {
            throw new StoreUnavailableException("none of the stores answers: " + String.join(", ", silent), null);
        }
        return new Read<>(answers, silent);
    }

    private S store(String name) {
        return Objects.requireNonNull(stores.get(name), name);
    }

    private boolean isLeftAlone(String store) {
        Long since = away.get(store);
        return since != null && System.nanoTime() - since < LEFT_ALONE_NANOS;
    }
}
