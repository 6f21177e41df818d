package dev.backstory.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Receipt RECEIPT = new Receipt("event", "story", Receipt.Outcome.JOURNALED, -1, null);

    private final Answers answers = new Answers();

    @AfterEach
    void close() {
        answers.close(PATIENCE);
    }

    @Test
    void who_answers_does_not_wait_for_who_is_told() throws Exception {
        CompletableFuture<Receipt> stored = new CompletableFuture<>();
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Boolean> done = answers.of(stored).thenApply(receipt -> await(end));
        stored.complete(RECEIPT);
        assertThat(done).isNotDone();
        end.countDown();
        assertThat(done.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void who_is_told_may_wait_for_another_answer_and_interrupt_himself() throws Exception {
        CompletableFuture<Receipt> first = new CompletableFuture<>();
        CompletableFuture<Receipt> second = new CompletableFuture<>();
        CompletableFuture<Receipt> other = answers.of(second);
        CompletableFuture<Receipt> joined = answers.of(first).thenApply(receipt -> {
            second.complete(receipt);
            Receipt answered = other.join();
            Thread.currentThread().interrupt();
            return answered;
        });
        first.complete(RECEIPT);
        assertThat(joined).succeedsWithin(PATIENCE).isEqualTo(RECEIPT);
        CompletableFuture<Receipt> third = new CompletableFuture<>();
        CompletableFuture<Receipt> told = answers.of(third);
        third.completeExceptionally(new IllegalStateException("refused"));
        assertThat(told).failsWithin(PATIENCE).withThrowableThat().withMessageContaining("refused");
    }

    @Test
    void while_too_many_are_untold_there_is_no_room_and_closing_tells_them_all() {
        CountDownLatch end = new CountDownLatch(1);
        List<CompletableFuture<Receipt>> told = new ArrayList<>();
        CompletableFuture<Receipt> slow = new CompletableFuture<>();
        var unused = answers.of(slow).thenAccept(receipt -> await(end));
        slow.complete(RECEIPT);
        for (int i = 0; i < 20_001; i++) {
            CompletableFuture<Receipt> stored = new CompletableFuture<>();
            told.add(answers.of(stored));
            stored.complete(RECEIPT);
        }
        assertThat(answers.awaitRoom(System.nanoTime())).isFalse();
        end.countDown();
        assertThat(answers.awaitRoom(System.nanoTime() + PATIENCE.toNanos())).isTrue();
        answers.close(PATIENCE);
        assertThat(told).allSatisfy(each -> assertThat(each).isCompletedWithValue(RECEIPT));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
