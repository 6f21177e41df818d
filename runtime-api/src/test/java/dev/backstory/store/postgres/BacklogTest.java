package dev.backstory.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.Step;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

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
}
