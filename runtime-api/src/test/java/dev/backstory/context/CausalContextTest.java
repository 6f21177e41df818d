package dev.backstory.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CausalContextTest {

    private final CausalContext a =
            Step.of(Step.JOB, "A").from(CausalContext.NONE).start().context();
    private final CausalContext b =
            Step.of(Step.JOB, "B").from(CausalContext.NONE).start().context();

    @AfterEach
    void the_thread_is_clean() {
        assertThat(CausalContext.current()).isSameAs(CausalContext.NONE);
    }

    @Test
    void activate_installs_and_close_restores() {
        try (Scope outer = a.activate()) {
            assertThat(CausalContext.current()).isSameAs(a);
            try (Scope inner = b.activate()) {
                assertThat(CausalContext.current()).isSameAs(b);
            }
            assertThat(CausalContext.current()).isSameAs(a);
        }
    }

    @Test
    void none_replaces_what_the_thread_had() {
        try (Scope outer = a.activate()) {
            try (Scope inner = CausalContext.NONE.activate()) {
                assertThat(CausalContext.current().isNone()).isTrue();
            }
            assertThat(CausalContext.current()).isSameAs(a);
        }
    }

    @Test
    void closing_the_outer_scope_closes_a_forgotten_inner_one() {
        Scope outer = a.activate();
        Scope inner = b.activate();
        outer.close();
        assertThat(CausalContext.current().isNone()).isTrue();
        inner.close();
        assertThat(CausalContext.current().isNone()).isTrue();
    }

    @Test
    void closing_twice_does_nothing() {
        try (Scope outer = a.activate()) {
            Scope inner = b.activate();
            inner.close();
            inner.close();
            assertThat(CausalContext.current()).isSameAs(a);
        }
    }

    @Test
    void closing_on_another_thread_does_nothing() throws InterruptedException {
        try (Scope scope = a.activate()) {
            Thread other = new Thread(scope::close);
            other.start();
            other.join();
            assertThat(CausalContext.current()).isSameAs(a);
        }
    }

    @Test
    void a_scope_that_was_closed_elsewhere_can_still_be_closed_here() throws InterruptedException {
        Scope scope = a.activate();
        Thread other = new Thread(scope::close);
        other.start();
        other.join();
        scope.close();
    }

    @Test
    void an_exception_leaves_nothing_behind() {
        assertThatThrownBy(() -> {
                    try (Scope scope = a.activate()) {
                        throw new IllegalStateException("work failed");
                    }
                })
                .hasMessage("work failed");
    }

    @Test
    void metadata_belongs_to_the_block() {
        try (Scope outer = a.activate()) {
            try (Scope inner = CausalContext.current()
                    .with("tenant", "x")
                    .with("tenant", "y")
                    .refine()) {
                assertThat(CausalContext.current().metadata())
                        .containsOnlyKeys("tenant")
                        .containsValue("y");
                assertThat(CausalContext.current().correlationId()).isEqualTo(a.correlationId());
            }
            assertThat(CausalContext.current().metadata()).isEmpty();
        }
    }

    @Test
    void metadata_cannot_be_changed_from_outside() {
        CausalContext context = a.with("tenant", "x");
        assertThatThrownBy(() -> context.metadata().put("tenant", "y"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void an_event_being_handled_is_the_cause_and_names_the_story() {
        CausalContext handling = a.handling("event-1", "story-1");
        assertThat(handling.causationId()).isEqualTo("event-1");
        assertThat(handling.correlationId()).isEqualTo("story-1");
        assertThat(handling.step()).isSameAs(a.step());
    }

    @Test
    void what_a_main_starts_is_not_its_consequence() {
        Step main = Step.of(Step.MAIN, "Shop").from(CausalContext.NONE).start();
        try (Scope scope = main.context().activate()) {
            assertThat(CausalContext.current().step()).isSameAs(main);
            assertThat(CausalContext.capture().isNone()).isTrue();
            assertThat(Boundary.named("executor").capture().isNone()).isTrue();
        }
    }

    @Test
    void an_event_that_a_main_handles_is_handed_over_without_the_main() {
        Step main = Step.of(Step.MAIN, "Relay").from(CausalContext.NONE).start();
        try (Scope scope = main.context().activate();
                Scope handling =
                        CausalContext.current().handling("event-1", "story-1").refine()) {
            CausalContext captured = CausalContext.capture();
            assertThat(captured.causationId()).isEqualTo("event-1");
            assertThat(captured.correlationId()).isEqualTo("story-1");
            assertThat(captured.step()).isNull();
        }
    }

    @Test
    void a_hop_says_which_boundary_it_crossed() {
        try (Scope scope = a.activate()) {
            CausalContext captured = Boundary.named("executor", "mail").capture();
            assertThat(captured.via()).isEqualTo(new Via("executor", "mail", Via.NOT_MEASURED));
            assertThat(captured.step()).isSameAs(a.step());
        }
    }
}
