package dev.backstory.context;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActorSourceTest {

    private static final Boundary POOL = Boundary.named("executor");

    private final Step step =
            Step.of(Step.REQUEST, "GET /").from(CausalContext.NONE).start();
    private final Asked source = new Asked();

    @Test
    void is_asked_anew_at_each_hop() {
        try (Scope ignored = step.context().activate(source)) {
            assertThat(actor(POOL.capture())).isNull();
            source.user = "alice";
            assertThat(actor(POOL.capture())).isEqualTo("alice");
            source.user = "bob";
            assertThat(actor(POOL.capture())).isEqualTo("bob");
        }
    }

    @Test
    void is_not_asked_again_where_nobody_may_be_called() {
        try (Scope ignored = step.context().activate(source)) {
            source.user = "alice";
            assertThat(actor(POOL.recapture())).isNull();
            assertThat(actor(POOL.capture())).isEqualTo("alice");
            source.user = "bob";
            assertThat(actor(POOL.recapture())).isEqualTo("alice");
            source.user = null;
            assertThat(actor(POOL.capture())).isNull();
            assertThat(actor(POOL.recapture())).isNull();
            try (Scope block = CausalContext.current().with("tenant", "acme").refine()) {
                assertThat(POOL.recapture().metadata()).containsOnlyKeys("tenant");
            }
        }
    }

    @Test
    void makes_one_context_for_many_hops() {
        source.user = "alice";
        try (Scope ignored = step.context().activate(source)) {
            assertThat(CausalContext.currentWithActor()).isSameAs(CausalContext.currentWithActor());
        }
    }

    @Test
    void gives_way_to_what_the_application_says() {
        source.user = "alice";
        try (Scope request = step.context().activate(source);
                Scope said = CausalContext.current()
                        .with(CausalContext.ACTOR, "import job")
                        .refine()) {
            assertThat(actor(CausalContext.currentWithActor())).isEqualTo("import job");
        }
    }

    @Test
    void reaches_into_blocks_of_the_application_and_steps_that_it_starts() {
        source.user = "alice";
        try (Scope request = step.context().activate(source);
                Scope block = CausalContext.current().with("tenant", "acme").refine()) {
            assertThat(CausalContext.currentWithActor().metadata())
                    .containsEntry("tenant", "acme")
                    .containsEntry("actor", "alice");
            assertThat(actor(Step.of(Step.JOB, "Charge").start().context())).isEqualTo("alice");
        }
    }

    @Test
    void is_not_asked_about_work_that_another_request_handed_to_this_thread() {
        source.user = "alice";
        CausalContext bobs = step.context().with(CausalContext.ACTOR, "bob");
        CausalContext nobodys = step.context();
        try (Scope request = step.context().activate(source)) {
            try (Scope task = bobs.activate()) {
                assertThat(actor(POOL.capture())).isEqualTo("bob");
            }
            try (Scope task = nobodys.activate()) {
                assertThat(actor(POOL.capture())).isNull();
            }
        }
    }

    @Test
    void is_forgotten_with_its_scope() {
        source.user = "alice";
        step.context().activate(source).close();
        assertThat(CausalContext.currentWithActor().isNone()).isTrue();
    }

    @Test
    void need_not_be_where_the_step_itself_knows() {
        CausalContext before;
        try (Scope ignored = step.context().activate()) {
            before = POOL.capture();
            step.actor("alice");
            assertThat(actor(POOL.capture())).isEqualTo("alice");
            assertThat(POOL.recapture()).isSameAs(POOL.capture());
            try (Scope said =
                    CausalContext.current().with(CausalContext.ACTOR, "bob").refine()) {
                assertThat(actor(CausalContext.currentWithActor())).isEqualTo("bob");
            }
        }
        assertThat(step.attributes()).containsEntry("actor", "alice");
        CausalContext alices = step.context().with(CausalContext.ACTOR, "alice");
        step.actor("bob");
        try (Scope task = before.activate()) {
            assertThat(actor(CausalContext.currentWithActor())).isEqualTo("bob");
        }
        try (Scope task = alices.activate()) {
            assertThat(actor(CausalContext.currentWithActor())).isEqualTo("alice");
        }
    }

    private static @Nullable String actor(CausalContext context) {
        return context.metadata().get(CausalContext.ACTOR);
    }

    private static final class Asked extends ActorSource {
        private @Nullable String user;

        @Override
        protected @Nullable String actor() {
            return user;
        }
    }
}
