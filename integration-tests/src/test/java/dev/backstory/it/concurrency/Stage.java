package dev.backstory.it.concurrency;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Each way to register a function with a future, which then runs once; several of them need a second future. */
@SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
enum Stage {
    THEN_RUN((one, other, pool, far) -> one.thenRun(far)),
    THEN_RUN_ASYNC((one, other, pool, far) -> one.thenRunAsync(far)),
    THEN_RUN_IN_POOL((one, other, pool, far) -> one.thenRunAsync(far, pool)),
    THEN_ACCEPT((one, other, pool, far) -> one.thenAccept(value -> far.run())),
    THEN_ACCEPT_ASYNC((one, other, pool, far) -> one.thenAcceptAsync(value -> far.run())),
    THEN_ACCEPT_IN_POOL((one, other, pool, far) -> one.thenAcceptAsync(value -> far.run(), pool)),
    THEN_APPLY((one, other, pool, far) -> one.thenApply(value -> ran(far))),
    THEN_APPLY_ASYNC((one, other, pool, far) -> one.thenApplyAsync(value -> ran(far))),
    THEN_APPLY_IN_POOL((one, other, pool, far) -> one.thenApplyAsync(value -> ran(far), pool)),
    THEN_COMPOSE((one, other, pool, far) -> one.thenCompose(value -> composed(far))),
    THEN_COMPOSE_ASYNC((one, other, pool, far) -> one.thenComposeAsync(value -> composed(far))),
    THEN_COMPOSE_IN_POOL((one, other, pool, far) -> one.thenComposeAsync(value -> composed(far), pool)),
    AFTER_COMPOSE((one, other, pool, far) -> one.thenCompose(value -> other).thenRun(far)),
    HANDLE((one, other, pool, far) -> one.handle((value, failure) -> ran(far))),
    HANDLE_ASYNC((one, other, pool, far) -> one.handleAsync((value, failure) -> ran(far))),
    HANDLE_IN_POOL((one, other, pool, far) -> one.handleAsync((value, failure) -> ran(far), pool)),
    WHEN_COMPLETE((one, other, pool, far) -> one.whenComplete((value, failure) -> far.run())),
    WHEN_COMPLETE_ASYNC((one, other, pool, far) -> one.whenCompleteAsync((value, failure) -> far.run())),
    WHEN_COMPLETE_IN_POOL((one, other, pool, far) -> one.whenCompleteAsync((value, failure) -> far.run(), pool)),
    THEN_COMBINE((one, other, pool, far) -> one.thenCombine(other, (value, more) -> ran(far))),
    THEN_COMBINE_ASYNC((one, other, pool, far) -> one.thenCombineAsync(other, (value, more) -> ran(far))),
    THEN_COMBINE_IN_POOL((one, other, pool, far) -> one.thenCombineAsync(other, (value, more) -> ran(far), pool)),
    THEN_ACCEPT_BOTH((one, other, pool, far) -> one.thenAcceptBoth(other, (value, more) -> far.run())),
    THEN_ACCEPT_BOTH_ASYNC((one, other, pool, far) -> one.thenAcceptBothAsync(other, (value, more) -> far.run())),
    THEN_ACCEPT_BOTH_IN_POOL(
            (one, other, pool, far) -> one.thenAcceptBothAsync(other, (value, more) -> far.run(), pool)),
    RUN_AFTER_BOTH((one, other, pool, far) -> one.runAfterBoth(other, far)),
    RUN_AFTER_BOTH_ASYNC((one, other, pool, far) -> one.runAfterBothAsync(other, far)),
    RUN_AFTER_BOTH_IN_POOL((one, other, pool, far) -> one.runAfterBothAsync(other, far, pool)),
    RUN_AFTER_EITHER((one, other, pool, far) -> one.runAfterEither(other, far)),
    RUN_AFTER_EITHER_ASYNC((one, other, pool, far) -> one.runAfterEitherAsync(other, far)),
    RUN_AFTER_EITHER_IN_POOL((one, other, pool, far) -> one.runAfterEitherAsync(other, far, pool)),
    ACCEPT_EITHER((one, other, pool, far) -> one.acceptEither(other, value -> far.run())),
    ACCEPT_EITHER_ASYNC((one, other, pool, far) -> one.acceptEitherAsync(other, value -> far.run())),
    ACCEPT_EITHER_IN_POOL((one, other, pool, far) -> one.acceptEitherAsync(other, value -> far.run(), pool)),
    APPLY_TO_EITHER((one, other, pool, far) -> one.applyToEither(other, value -> ran(far))),
    APPLY_TO_EITHER_ASYNC((one, other, pool, far) -> one.applyToEitherAsync(other, value -> ran(far))),
    APPLY_TO_EITHER_IN_POOL((one, other, pool, far) -> one.applyToEitherAsync(other, value -> ran(far), pool)),
    ALL_OF((one, other, pool, far) -> CompletableFuture.allOf(one, other).thenRun(far)),
    ANY_OF((one, other, pool, far) -> CompletableFuture.anyOf(one, other).thenRun(far)),
    COPY((one, other, pool, far) -> one.copy().thenRun(far)),
    MINIMAL((one, other, pool, far) -> one.minimalCompletionStage().thenRun(far)),
    CHAIN((one, other, pool, far) ->
            one.thenApply(value -> 1).thenApplyAsync(value -> 1).thenRun(far)),
    OR_TIMEOUT((one, other, pool, far) ->
            one.copy().orTimeout(1, java.util.concurrent.TimeUnit.MINUTES).thenRun(far));

    private final Registration registration;

    Stage(Registration registration) {
        this.registration = registration;
    }

    CompletionStage<?> register(
            CompletableFuture<Integer> one, CompletableFuture<Integer> other, Executor pool, Runnable far) {
        return registration.register(one, other, pool, far);
    }

    private static int ran(Runnable far) {
        far.run();
        return 1;
    }

    private static CompletionStage<Integer> composed(Runnable far) {
        return CompletableFuture.completedFuture(ran(far));
    }

    private interface Registration {
        CompletionStage<?> register(
                CompletableFuture<Integer> one, CompletableFuture<Integer> other, Executor pool, Runnable far);
    }
}
