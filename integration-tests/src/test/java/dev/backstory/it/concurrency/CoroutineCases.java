package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Proves;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.ContinuationImpl;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.ExecutorsKt;
import kotlinx.coroutines.GlobalScope;
import org.jspecify.annotations.Nullable;

/** Kotlin's coroutines, as its compiler would make them; each case returns what was wrong. */
final class CoroutineCases {

    private CoroutineCases() {}

    @Proves("reactive.coroutines")
    static String launched() throws Exception {
        Hops hops = new Hops();
        ExecutorService pool = Executors.newFixedThreadPool(1);
        for (CoroutineContext on :
                List.<CoroutineContext>of(Dispatchers.getDefault(), Dispatchers.getIO(), ExecutorsKt.from(pool))) {
            for (int i = 0; i < 3; i++) {
                hops.carries("launched on " + on, () -> launch(on, (scope, whole) -> arrive(hops)));
                hops.carries("later on " + on, () -> launch(on, (scope, whole) -> delayed(whole, hops::arrive)));
                hops.carries(
                        "elsewhere from " + on,
                        () -> launch(
                                on,
                                (scope, whole) -> goOn(
                                        BuildersKt.withContext(
                                                Dispatchers.getIO(),
                                                (inner, part) -> delayed(part, () -> {}),
                                                new Rest(whole, hops::arrive)),
                                        hops::arrive)));
                hops.startsClean("launched in no story on " + on, () -> launch(on, (scope, whole) -> arrive(hops)));
            }
        }
        pool.shutdown();
        return hops.verdict();
    }

    @Proves("reactive.coroutines-shared")
    static String waiting_for_one_value() throws Exception {
        Hops hops = new Hops();
        CompletableDeferred<Object> value = CompletableDeferredKt.CompletableDeferred(null);
        Map<String, Integer> expected = new TreeMap<>();
        Function2<CoroutineScope, Continuation<? super Unit>, Object> wait = (scope, whole) -> {
            hops.arrive();
            return goOn(value.await(new Rest(whole, hops::arrive)), hops::arrive);
        };
        for (int i = 0; i < 3; i++) {
            expected.put(Hops.inStory(() -> launch(Dispatchers.getDefault(), wait)), 1);
        }
        launch(Dispatchers.getDefault(), wait);
        expected.put("null", 1);
        hops.expect("waiting", expected, hops.next(4));
        Hops.inStory(() -> value.complete(1));
        hops.expect("given", expected, hops.next(4));
        return hops.verdict();
    }

    private static void launch(
            CoroutineContext on, Function2<CoroutineScope, Continuation<? super Unit>, Object> coroutine) {
        BuildersKt.launch(GlobalScope.INSTANCE, on, CoroutineStart.DEFAULT, coroutine);
    }

    private static Object delayed(Continuation<?> whole, Runnable work) {
        return goOn(DelayKt.delay(5, new Rest(whole, work)), work);
    }

    /** At once where there was nothing to wait for: then nobody resumes the coroutine. */
    private static Object goOn(@Nullable Object result, Runnable work) {
        if (result == IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
            return result;
        }
        work.run();
        return Unit.INSTANCE;
    }

    private static Object arrive(Hops hops) {
        hops.arrive();
        return Unit.INSTANCE;
    }

    /** What is left of a coroutine after it was suspended. */
    private static final class Rest extends ContinuationImpl {

        private final transient Runnable work;

        @SuppressWarnings("unchecked") // as Kotlin's compiler calls it
        Rest(Continuation<?> whole, Runnable work) {
            super((Continuation<Object>) whole);
            this.work = work;
        }

        @Override
        protected @Nullable Object invokeSuspend(Object result) {
            work.run();
            return Unit.INSTANCE;
        }
    }
}
