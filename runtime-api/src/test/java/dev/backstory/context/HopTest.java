package dev.backstory.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HopTest {

    private final Boundary executor = Boundary.named("executor");
    private final Boundary future = Boundary.named("future");
    private final CausalContext a =
            Step.of(Step.JOB, "A").from(CausalContext.NONE).start().context();
    private final CausalContext b =
            Step.of(Step.JOB, "B").from(CausalContext.NONE).start().context();

    @AfterEach
    void the_thread_is_clean() {
        assertThat(CausalContext.current()).isSameAs(CausalContext.NONE);
    }

    @Test
    void enter_installs_and_leave_restores_however_often_the_scope_is_used() {
        for (CausalContext each : List.of(a, b, CausalContext.NONE, a)) {
            Scope scope = each.enter();
            assertThat(CausalContext.current()).isSameAs(each);
            assertThat(scope.installed()).isSameAs(each);
            scope.leave();
            assertThat(CausalContext.current()).isSameAs(CausalContext.NONE);
        }
    }

    @Test
    void a_scope_is_used_again_only_after_it_was_left() {
        Scope outer = a.enter();
        Scope inner = b.enter();
        assertThat(inner).isNotSameAs(outer);
        inner.leave();
        assertThat(a.enter()).isSameAs(inner);
        inner.leave();
        outer.leave();
    }

    @Test
    void a_scope_that_was_closed_with_an_outer_one_does_nothing_when_it_is_left_and_is_not_used_again() {
        Scope outer = a.activate();
        Scope forgotten = b.enter();
        outer.close();
        Scope next = b.enter();
        forgotten.leave();
        assertThat(CausalContext.current()).isSameAs(b);
        assertThat(next).isNotSameAs(forgotten);
        next.leave();
    }

    @Test
    void leaving_an_outer_scope_ends_an_inner_one_that_was_forgotten() {
        Scope outer = a.enter();
        Scope forgotten = b.activate();
        outer.leave();
        assertThat(CausalContext.current()).isSameAs(CausalContext.NONE);
        forgotten.close();
        assertThat(CausalContext.current()).isSameAs(CausalContext.NONE);
    }

    @Test
    void a_hop_is_made_once_for_a_context_and_from_there_the_others() {
        CausalContext hopped = capturedIn(a, executor);
        assertThat(capturedIn(a, executor)).isSameAs(hopped);
        assertThat(capturedIn(hopped, executor)).isSameAs(hopped);
        CausalContext twice = capturedIn(hopped, future);
        assertThat(capturedIn(a, future)).isSameAs(twice);
        assertThat(capturedIn(twice, executor)).isSameAs(hopped);
        assertThat(twice.via()).isEqualTo(new Via("future", null, Via.NOT_MEASURED));
        assertThat(twice.step()).isSameAs(a.step());
    }

    @Test
    void what_a_context_adds_is_not_lost_by_a_hop_that_was_made_before() {
        capturedIn(a, executor);
        CausalContext tenant = a.with("tenant", "x");
        assertThat(capturedIn(tenant, executor).metadata()).containsEntry("tenant", "x");
        CausalContext handling = capturedIn(a, executor).handling("event", "story");
        assertThat(capturedIn(handling, future).causationId()).isEqualTo("event");
        assertThat(capturedIn(handling, future).correlationId()).isEqualTo("story");
    }

    @Test
    void more_places_than_are_remembered_are_told_apart() {
        List<Boundary> places = Stream.iterate(0, each -> each + 1)
                .limit(20)
                .map(each -> Boundary.named("queue", "q" + each))
                .toList();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < places.size(); i++) {
                assertThat(capturedIn(a, places.get(i)).via()).isEqualTo(new Via("queue", "q" + i, Via.NOT_MEASURED));
            }
        }
    }

    private static CausalContext capturedIn(CausalContext context, Boundary place) {
        try (Scope scope = context.activate()) {
            return place.capture();
        }
    }
}
