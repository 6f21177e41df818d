package dev.backstory.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.store.PendingEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class BacklogTest {

    private static final long SOON = TimeUnit.SECONDS.toNanos(60);

    private final Backlog backlog = new Backlog(1_000_000, 1);

    private Waiting offered(String name) {
        Waiting waiting = Waiting.step(Step.of(Step.REQUEST, name).start(), 0);
        assertThat(backlog.offer(waiting)).isTrue();
        return waiting;
    }

    @Test
    void what_the_database_does_not_answer_the_journal_gets_first() throws Exception {
        Waiting first = offered("first");
        List<Waiting> unanswered = backlog.take(SOON, () -> true);
        Waiting second = offered("second");
        backlog.toJournal();
        backlog.putBack(unanswered);
        assertThat(backlog.takeForJournal(SOON)).containsExactly(first, second);
    }

    @Test
    void what_the_journal_is_writing_it_goes_on_with_though_the_database_answers_and_is_away_again() throws Exception {
        Waiting first = offered("first");
        backlog.toJournal();
        List<Waiting> writing = backlog.takeForJournal(SOON);
        backlog.toDatabase();
        backlog.toJournal();
        Waiting second = offered("second");
        assertThat(backlog.takeForJournal(0)).isEmpty();
        backlog.done(writing);
        assertThat(backlog.takeForJournal(SOON)).containsExactly(second).doesNotContain(first);
    }

    @Test
    void what_a_full_journal_could_not_take_waits_for_a_database_that_answers_again() throws Exception {
        long now = System.nanoTime();
        Waiting event = event(now + SOON);
        assertThat(backlog.offer(event)).isTrue();
        assertThat(backlog.needsJournal(now)).isFalse();
        long late = event.deadline();
        assertThat(backlog.needsJournal(late)).isTrue();
        backlog.toJournal();
        List<Waiting> refused = backlog.takeForJournal(SOON);
        backlog.journalIsFull();
        backlog.putBack(refused);

        backlog.toDatabase();
        assertThat(backlog.needsJournal(late)).isFalse();
        List<Waiting> batch = backlog.take(SOON, () -> true);
        assertThat(batch).containsExactly(event);
        backlog.done(batch);

        assertThat(backlog.needsJournal(late)).isFalse();
        assertThat(backlog.offer(event(late + SOON))).isTrue();
        assertThat(backlog.needsJournal(late + SOON)).isTrue();
    }

    private static Waiting event(long deadline) {
        PendingEvent pending = new PendingEvent(
                UuidV7.nextText(),
                "Fact",
                List.of(),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                "story",
                null,
                null,
                null,
                "main",
                null,
                null,
                Instant.now(),
                0);
        return Waiting.event(EventRow.of(pending), null, 0, deadline);
    }

    /** What the writer gets, on a thread of its own, once it has nothing to do. */
    private CompletableFuture<List<Waiting>> writer() {
        return writer(SOON);
    }

    private CompletableFuture<List<Waiting>> writer(long nanos) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return backlog.take(nanos, () -> true);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    private List<Waiting> takenAlone(Waiting waiting) {
        List<Waiting> alone = backlog.takeAlone(waiting, () -> true);
        for (long end = System.nanoTime() + SOON; alone.isEmpty() && end - System.nanoTime() > 0; ) {
            Thread.onSpinWait();
            alone = backlog.takeAlone(waiting, () -> true);
        }
        assertThat(alone).containsExactly(waiting);
        return alone;
    }

    private static Waiting waiting(String name) {
        return Waiting.step(Step.of(Step.REQUEST, name).start(), 0);
    }

    @Test
    void who_waits_takes_the_place_of_a_writer_that_has_nothing_to_do() throws Exception {
        CompletableFuture<List<Waiting>> writer = writer();
        List<Waiting> alone = takenAlone(waiting("first"));
        Waiting second = offered("second");
        assertThat(backlog.takeAlone(waiting("third"), () -> true)).isEmpty();
        assertThat(writer).isNotDone();
        backlog.giveBack(alone, true);
        assertThat(writer.get(60, TimeUnit.SECONDS)).containsExactly(second);
    }

    @Test
    void what_could_not_be_stored_in_its_place_the_writer_stores_first() throws Exception {
        CompletableFuture<List<Waiting>> writer = writer();
        Waiting first = waiting("first");
        List<Waiting> alone = takenAlone(first);
        Waiting second = offered("second");
        backlog.giveBack(alone, false);
        assertThat(writer.get(60, TimeUnit.SECONDS)).containsExactly(first, second);
    }

    @Test
    void nobody_takes_the_writers_place_while_it_works_or_where_several_wait() throws Exception {
        assertThat(backlog.takeAlone(waiting("before there is one"), () -> true))
                .isEmpty();
        offered("first");
        offered("second");
        backlog.done(backlog.take(SOON, () -> true));
        assertThat(backlog.takeAlone(waiting("while it works"), () -> true)).isEmpty();
        CompletableFuture<List<Waiting>> writer = writer();
        // Time enough for it to have nothing to do.
        for (int i = 0; i < 10_000; i++) {
            assertThat(backlog.takeAlone(waiting("after two at once"), () -> true))
                    .isEmpty();
        }
        offered("third");
        backlog.done(writer.get(60, TimeUnit.SECONDS));
        CompletableFuture<List<Waiting>> next = writer();
        takenAlone(waiting("after one"));
        assertThat(next).isNotDone();
    }

    @Test
    void what_the_database_does_not_answer_in_the_writers_place_the_journal_gets() throws Exception {
        CompletableFuture<List<Waiting>> writer = writer();
        Waiting first = waiting("first");
        List<Waiting> alone = takenAlone(first);
        backlog.toJournal();
        List<Waiting> written = backlog.takeForJournal(SOON);
        assertThat(written).containsExactly(first);
        backlog.giveBack(alone, false);
        assertThat(writer.get(60, TimeUnit.SECONDS)).as("wakes to connect anew").isEmpty();
        assertThat(backlog.takeForJournal(0)).isEmpty();
        backlog.done(written);
        assertThat(backlog.takeForJournal(0)).isEmpty();
    }

    @Test
    void nobody_overtakes_what_is_in_the_journal() throws Exception {
        CompletableFuture<List<Waiting>> writer = writer();
        backlog.giveBack(takenAlone(waiting("while it is empty")), true);
        assertThat(backlog.takeAlone(waiting("while it is not"), () -> false)).isEmpty();
        assertThat(writer).isNotDone();
        takenAlone(waiting("after it"));
    }

    @Test
    void a_writer_that_has_something_to_do_has_its_place_back_as_soon_as_it_is_free() throws Exception {
        CompletableFuture<List<Waiting>> writer = writer(TimeUnit.SECONDS.toNanos(1));
        List<Waiting> alone = takenAlone(waiting("alone"));
        TimeUnit.SECONDS.sleep(1);
        assertThat(writer).isNotDone();
        backlog.giveBack(alone, true);
        assertThat(writer.get(60, TimeUnit.SECONDS)).as("its heartbeat").isEmpty();
    }
}
