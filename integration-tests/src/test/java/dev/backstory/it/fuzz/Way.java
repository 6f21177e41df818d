package dev.backstory.it.fuzz;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountedCompleter;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A way that work takes to where it runs; each runs it once. */
@SuppressWarnings({
    "FutureReturnValueIgnored", // the oracle notices work that never runs
    "ImmutableEnumChecker" // lambdas that capture nothing
})
enum Way {
    SUBMIT((world, random, far) -> world.small.submit(far)),
    SUBMIT_CALLABLE((world, random, far) -> world.small.submit(Executors.callable(far, 1))),
    EXECUTE((world, random, far) -> world.small.execute(far)),
    EXECUTE_CACHED((world, random, far) -> world.cached.execute(far)),
    INVOKE_ALL((world, random, far) -> {
        Callable<Integer> nothing = () -> 0;
        world.cached.invokeAll(List.of(nothing, Executors.callable(far, 1), nothing));
    }),
    INVOKE_ANY((world, random, far) -> world.cached.invokeAny(List.of(Executors.callable(Planned.unseen(far), 1)))),
    SCHEDULE((world, random, far) -> world.scheduled.schedule(far, random.nextInt(3), TimeUnit.MILLISECONDS)),
    TIMER((world, random, far) -> world.timer.schedule(new World.Timed(Planned.unseen(far)), random.nextInt(3))),
    CANCELLED_BESIDE((world, random, far) -> {
        world.scheduled.schedule(far, 1, TimeUnit.HOURS).cancel(false);
        world.small.execute(far);
    }),
    CALLER_RUNS((world, random, far) -> world.callerRuns.execute(far)),
    REJECTED_THEN_THREAD((world, random, far) -> {
        try {
            world.aborting.execute(far);
        } catch (RejectedExecutionException full) {
            new Thread(far).start();
        }
    }),
    THREAD((world, random, far) -> new Thread(far).start()),
    VIRTUAL_THREAD((world, random, far) -> world.startVirtual(far)),
    THREAD_PER_TASK((world, random, far) -> world.perTask.execute(far)),
    RUN_ASYNC((world, random, far) -> CompletableFuture.runAsync(far)),
    SUPPLY_ASYNC((world, random, far) -> CompletableFuture.supplyAsync(
            () -> {
                far.run();
                return 1;
            },
            world.small)),
    THEN_RUN((world, random, far) -> world.completedByStranger(random).thenRun(far)),
    THEN_RUN_ASYNC((world, random, far) -> world.completedByStranger(random).thenRunAsync(far)),
    THEN_ACCEPT_IN_POOL((world, random, far) ->
            world.completedByStranger(random).thenAcceptAsync(unused -> far.run(), world.small)),
    WHEN_COMPLETE((world, random, far) -> world.completedByStranger(random).whenComplete((value, thrown) -> far.run())),
    HANDLE_ASYNC((world, random, far) -> world.completedByStranger(random).handleAsync((value, thrown) -> {
        far.run();
        return 1;
    })),
    THEN_COMPOSE((world, random, far) -> world.completedByStranger(random)
            .thenCompose(value -> world.completedByStranger(random.split()))
            .thenRun(far)),
    BOTH((world, random, far) ->
            world.completedByStranger(random).runAfterBoth(world.completedByStranger(random), far)),
    EITHER((world, random, far) ->
            world.completedByStranger(random).runAfterEither(world.completedByStranger(random), far)),
    ALL((world, random, far) -> CompletableFuture.allOf(
                    world.completedByStranger(random), world.completedByStranger(random))
            .thenRun(far)),
    ANY((world, random, far) -> CompletableFuture.anyOf(
                    world.completedByStranger(random), world.completedByStranger(random))
            .thenRun(far)),
    EXCEPTIONALLY((world, random, far) -> world.failedByStranger(random).exceptionally(thrown -> {
        far.run();
        return 1;
    })),
    AFTER_A_FAILURE((world, random, far) ->
            world.failedByStranger(random).thenRun(() -> {}).whenCompleteAsync((value, thrown) -> far.run())),
    TIMED_OUT((world, random, far) -> new CompletableFuture<Integer>()
            .orTimeout(random.nextInt(3), TimeUnit.MILLISECONDS)
            .handle((value, thrown) -> {
                far.run();
                return 1;
            })),
    COMPLETED_ON_TIMEOUT((world, random, far) -> new CompletableFuture<Integer>()
            .completeOnTimeout(1, random.nextInt(3), TimeUnit.MILLISECONDS)
            .thenRun(far)),
    DELAYED((world, random, far) -> CompletableFuture.delayedExecutor(
                    random.nextInt(3), TimeUnit.MILLISECONDS, world.small)
            .execute(far)),
    COUNTED((world, random, far) -> world.forks.execute(new CountedCompleter<Void>() {
        private static final long serialVersionUID = 1L;

        @Override
        public void compute() {
            setPendingCount(2);
            for (int i = 0; i < 2; i++) {
                new CountedCompleter<Void>(this) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public void compute() {
                        tryComplete();
                    }
                }.fork();
            }
            tryComplete();
        }

        @Override
        public void onCompletion(CountedCompleter<?> last) {
            far.run();
        }
    })),
    FORK((world, random, far) -> world.forks.execute(new RecursiveAction() {
        private static final long serialVersionUID = 1L;

        @Override
        protected void compute() {
            invokeAll(action(() -> {}), action(far), action(() -> {}));
        }
    })),
    PARALLEL_STREAM((world, random, far) -> IntStream.range(0, 8).parallel().forEach(i -> {
        if (i == 3) {
            far.run();
        }
    })),
    COMPLETION_SERVICE((world, random, far) ->
            new ExecutorCompletionService<Integer>(world.small).submit(Executors.callable(far, 1))),
    DELEGATED((world, random, far) -> world.delegating.execute(far)),
    PRIORITISED((world, random, far) -> world.prioritised.execute(new World.Element(far, random.nextInt(3)))),
    WORK_STEALING((world, random, far) -> world.stealing.submit(far)),
    QUEUE((world, random, far) -> world.put(random, far)),
    QUEUE_OF_A_TASK((world, random, far) -> world.putForTask(far)),
    QUEUE_WITHOUT_ROOM((world, random, far) -> {
        if (!world.handed.offer(new World.Element(far, 0))) {
            world.small.execute(far);
        }
    }),
    CALL((world, random, far) -> world.call(far));

    private final Go go;

    Way(Go go) {
        this.go = go;
    }

    /** Sends the work on its way; if it runs here and fails, that is no concern of the sender. */
    void go(World world, SplittableRandom random, Runnable far) throws Exception {
        try {
            go.go(world, random, far);
        } catch (Planned expected) {
            // Ran at once, on this thread.
        }
    }

    private static RecursiveAction action(Runnable work) {
        return new RecursiveAction() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void compute() {
                work.run();
            }
        };
    }

    private interface Go {
        void go(World world, SplittableRandom random, Runnable far) throws Exception;
    }
}
