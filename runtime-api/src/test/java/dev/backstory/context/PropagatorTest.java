package dev.backstory.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropagatorTest {

    private final Propagator propagator = Propagator.parse("tenant, actor");
    private final Headers headers = new Headers();

    private final StepSink one = step -> {};
    private final StepSink other = step -> {};
    private int[] handles = new int[0];

    /** With two of them none is taken for a step that belongs to neither; other tests of this JVM may have left one. */
    @BeforeEach
    void register_sinks_to_choose_from() {
        ClassLoader elsewhere = new ClassLoader(null) {};
        handles = new int[] {StepSinks.register(elsewhere, one), StepSinks.register(elsewhere, other)};
    }

    @AfterEach
    void unregister_them() {
        for (int each : handles) {
            StepSinks.unregister(each);
        }
    }

    private static CausalContext inStep(CausalContext from) {
        return Step.of(Step.REQUEST, "POST /orders").from(from).start().context();
    }

    @Test
    void what_is_injected_is_extracted() {
        CausalContext sent = inStep(
                        CausalContext.NONE.with("tenant", "a,b;c=é %").with("secret", "s"))
                .handling("an-event", "a-story");

        assertThat(propagator.inject(sent, headers)).isTrue();
        CausalContext received = propagator.extract(headers);

        assertThat(received.correlationId()).isEqualTo("a-story");
        assertThat(received.externalCause()).isEqualTo("an-event");
        assertThat(received.metadata()).isEqualTo(Map.of("tenant", "a,b;c=é %"));
        assertThat(headers.values.toString()).doesNotContain("secret");
    }

    @Test
    void a_step_started_from_it_joins_the_story_and_keeps_the_cause_as_external() {
        headers.set("X-Correlation-ID", "story-1");
        headers.set("X-Causation-ID", "step-1");

        Step step = Step.of(Step.MESSAGE, "orders")
                .from(propagator.extract(headers))
                .start();

        assertThat(step.correlationId()).isEqualTo("story-1");
        assertThat(step.externalCause()).isEqualTo("step-1");
        assertThat(step.causationId()).isNull();
    }

    @Test
    void an_actor_that_travelled_only_initiated_the_work() {
        propagator.inject(inStep(CausalContext.NONE.with("actor", "admin")), headers);

        assertThat(propagator.extract(headers).metadata()).isEqualTo(Map.of("initiatedBy", "admin"));
    }

    @Test
    void a_process_without_a_store_hands_on_the_cause_that_it_received() {
        headers.set("X-Correlation-ID", "story-1");
        headers.set("X-Causation-ID", "step-of-caller");
        CausalContext gateway = inStep(propagator.extract(headers));
        Headers onward = new Headers();

        propagator.inject(inStep(gateway), onward);

        assertThat(onward.values)
                .containsEntry("X-Correlation-ID", "story-1")
                .containsEntry("X-Causation-ID", "step-of-caller");
    }

    @Test
    void a_step_whose_id_leaves_is_recorded_once_and_names_itself() {
        List<Step> recorded = new ArrayList<>();
        StepSink sink = recorded::add;
        ClassLoader application = new ClassLoader(null) {};
        int handle = StepSinks.register(application, sink);
        try {
            Step step = Step.of(Step.REQUEST, "POST /orders")
                    .from(CausalContext.NONE)
                    .application(application)
                    .start();
            propagator.inject(step.context(), headers);
            propagator.inject(step.context(), new Headers());

            assertThat(headers.values).containsEntry("X-Causation-ID", step.id());
            assertThat(recorded).containsExactly(step);
        } finally {
            StepSinks.unregister(handle);
        }
    }

    @Test
    void ids_of_another_story_that_we_wrote_ourselves_are_replaced() {
        headers.set("X-Correlation-ID", "old");
        headers.set("X-Causation-ID", "old-step");
        headers.set("baggage", "userId=7;p, correlation.id=old,tenant=x");

        CausalContext context = inStep(CausalContext.NONE);
        propagator.inject(context, headers);

        assertThat(headers.values)
                .isEqualTo(Map.of(
                        "X-Correlation-ID",
                        context.correlationId(),
                        "baggage",
                        "userId=7;p,correlation.id=" + context.correlationId()));
    }

    @Test
    void what_the_application_says_stays() {
        headers.set("X-Correlation-ID", "the-applications");
        headers.set("baggage", "correlation.id=somebody-elses");

        assertThat(propagator.inject(inStep(CausalContext.NONE), headers)).isFalse();
        assertThat(headers.values)
                .isEqualTo(Map.of("X-Correlation-ID", "the-applications", "baggage", "correlation.id=somebody-elses"));
    }

    @Test
    void without_a_story_nothing_is_added_and_a_stale_baggage_entry_goes() {
        headers.set("baggage", "correlation.id=stale,a=b");

        assertThat(propagator.inject(CausalContext.NONE, headers)).isFalse();
        assertThat(headers.values).isEqualTo(Map.of("baggage", "a=b"));
    }

    @Test
    void ids_are_taken_off_what_goes_to_a_stranger() {
        propagator.inject(inStep(CausalContext.NONE).handling("e-1", "s-1"), headers);
        headers.set("other", "1");

        propagator.withdraw(headers);

        assertThat(headers.values).isEqualTo(Map.of("other", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<script>", "a b", "a\r\nSet-Cookie: x", "-a", "é"})
    void what_cannot_be_an_id_is_neither_sent_nor_received(String bad) {
        assertThat(propagator.inject(CausalContext.NONE.handling("e-1", bad), headers))
                .isFalse();
        assertThat(headers.values).isEmpty();
        headers.set("X-Correlation-ID", bad);
        assertThat(propagator.extract(headers)).isSameAs(CausalContext.NONE);
    }

    @Test
    void baggage_alone_names_the_story_unless_it_does_so_twice() {
        headers.set("baggage", "a=b, correlation.id=one%2D1;p=1");
        assertThat(propagator.extract(headers).correlationId()).isEqualTo("one-1");
        headers.set("baggage", "correlation.id=one,correlation.id=two");
        assertThat(propagator.extract(headers)).isSameAs(CausalContext.NONE);
    }

    @Test
    void a_value_that_is_too_long_stays_at_home() {
        propagator.inject(inStep(CausalContext.NONE.with("tenant", "x".repeat(2000))), headers);
        assertThat(headers.values.get("baggage")).doesNotContain("tenant");
        assertThat(Propagator.withMetadata(Set.of()).extract(headers).metadata())
                .isEmpty();
    }

    private static final class Headers implements Carrier {
        private final Map<String, String> values = new HashMap<>();

        @Override
        public @Nullable String get(String key) {
            return values.get(key);
        }

        @Override
        public void set(String key, String value) {
            values.put(key, value);
        }

        @Override
        public void remove(String key) {
            values.remove(key);
        }
    }
}
