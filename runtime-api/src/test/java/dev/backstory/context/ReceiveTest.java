package dev.backstory.context;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiveTest {

    private static final Boundary QUEUE = Boundary.named("queue", "orders");

    private final Step stepOfA = Step.of(Step.JOB, "A").from(CausalContext.NONE).start();
    private final CausalContext a = stepOfA.context();
    private final CausalContext b =
            Step.of(Step.JOB, "B").from(CausalContext.NONE).start().context();

    @AfterEach
    void the_loop_ends() {
        receive(CausalContext.NONE);
        assertThat(CausalContext.current()).isSameAs(CausalContext.NONE);
    }

    private static void receive(CausalContext context) {
        QUEUE.receive(context, Via.NOT_MEASURED);
    }

    @Test
    void each_element_replaces_the_one_before() {
        receive(a);
        assertThat(CausalContext.current()).isSameAs(a);
        receive(b);
        assertThat(CausalContext.current()).isSameAs(b);
        receive(CausalContext.NONE);
        assertThat(CausalContext.current().isNone()).isTrue();
    }

    @Test
    void a_measured_wait_is_told() {
        QUEUE.receive(a, 41);
        assertThat(CausalContext.current().via()).isEqualTo(new Via("queue", "orders", 41));
    }

    @Test
    void work_in_hand_is_left_alone() {
        try (Scope scope = a.activate()) {
            receive(b);
            assertThat(CausalContext.current()).isSameAs(a);
            receive(CausalContext.NONE);
            assertThat(CausalContext.current()).isSameAs(a);
        }
    }

    @Test
    void a_block_inside_work_in_hand_is_left_alone_too() {
        try (Scope scope = a.activate();
                Scope with = a.with("tenant", "x").refine()) {
            receive(b);
            assertThat(CausalContext.current().correlationId()).isEqualTo(a.correlationId());
        }
    }

    @Test
    void a_task_that_carried_nothing_takes_what_it_receives_and_gives_it_back() {
        try (Scope request = a.activate()) {
            try (Scope task = CausalContext.NONE.activate()) {
                receive(b);
                assertThat(CausalContext.current()).isSameAs(b);
            }
            assertThat(CausalContext.current()).isSameAs(a);
        }
    }

    @Test
    void main_gives_way_and_comes_back() {
        CausalContext main =
                Step.of(Step.MAIN, "Worker").from(CausalContext.NONE).start().context();
        try (Scope scope = main.activate()) {
            receive(a);
            assertThat(CausalContext.current()).isSameAs(a);
            receive(CausalContext.NONE);
            assertThat(CausalContext.current()).isSameAs(main);
        }
    }

    @Test
    void a_task_that_carried_only_metadata_takes_what_it_receives() {
        try (Scope task = CausalContext.NONE.with("region", "eu").activate()) {
            receive(a);
            assertThat(CausalContext.current().correlationId()).isEqualTo(a.correlationId());
        }
    }

    @Test
    void closing_a_block_does_not_bring_back_the_previous_element() {
        receive(a);
        try (Scope with = CausalContext.current().with("tenant", "x").refine()) {
            receive(b);
        }
        assertThat(CausalContext.current()).isSameAs(b);
    }

    @Test
    void an_element_carries_the_metadata_of_the_blocks_that_are_open() {
        try (Scope with = CausalContext.current().with("tenant", "x").refine()) {
            try (Scope inner = CausalContext.current().with("region", "eu").refine()) {
                receive(a.with("actor", "ada"));
                assertThat(CausalContext.current().correlationId()).isEqualTo(a.correlationId());
                assertThat(CausalContext.current().metadata())
                        .containsEntry("tenant", "x")
                        .containsEntry("region", "eu")
                        .containsEntry("actor", "ada");
            }
            assertThat(CausalContext.current().metadata()).containsOnlyKeys("actor", "tenant");
            receive(CausalContext.NONE);
            assertThat(CausalContext.current().metadata()).containsOnlyKeys("tenant");
        }
    }

    @Test
    void an_event_being_handled_stays_the_cause() {
        try (Scope handling =
                CausalContext.current().handling("event-1", "story-1").refine()) {
            receive(CausalContext.NONE);
            receive(b);
            assertThat(CausalContext.current().causationId()).isEqualTo("event-1");
        }
    }

    @Test
    void a_task_that_lets_go_has_none_while_the_step_runs_that_it_may_be_a_part_of() {
        try (Scope task = carried(a).activate();
                Scope with = CausalContext.current().with("tenant", "x").refine()) {
            QUEUE.letGo();
            receive(b);
            assertThat(CausalContext.current().correlationId()).isNull();
            assertThat(CausalContext.current().metadata()).containsOnlyKeys("tenant");
            assertThat(QUEUE.onlyBorrows()).isTrue();
            stepOfA.end();
            receive(b);
            assertThat(CausalContext.current().correlationId()).isNull();
            QUEUE.letGo();
            receive(b);
            assertThat(CausalContext.current().correlationId()).isEqualTo(b.correlationId());
        }
    }

    @Test
    void a_task_that_lets_go_after_its_step_takes_what_it_receives_and_gives_it_back() {
        stepOfA.end();
        try (Scope task = carried(a).activate();
                Scope with = CausalContext.current().with("tenant", "x").refine()) {
            QUEUE.letGo();
            assertThat(CausalContext.current().correlationId()).isNull();
            assertThat(CausalContext.current().metadata()).containsOnlyKeys("tenant");
            receive(b);
            assertThat(CausalContext.current().correlationId()).isEqualTo(b.correlationId());
            receive(CausalContext.NONE);
            assertThat(CausalContext.current().correlationId()).isNull();
        }
    }

    @Test
    void what_nobody_handed_over_is_not_let_go() {
        QUEUE.letGo();
        try (Scope step = a.activate()) {
            QUEUE.letGo();
            assertThat(CausalContext.current()).isSameAs(a);
        }
    }

    @Test
    void the_handling_of_an_event_is_not_let_go() {
        try (Scope task = carried(a).activate();
                Scope handling =
                        CausalContext.current().handling("event-1", "story-1").refine()) {
            QUEUE.letGo();
            assertThat(CausalContext.current().causationId()).isEqualTo("event-1");
        }
    }

    private static CausalContext carried(CausalContext context) {
        try (Scope scope = context.activate()) {
            return QUEUE.capture();
        }
    }
}
