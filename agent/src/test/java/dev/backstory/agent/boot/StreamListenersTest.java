package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StreamListenersTest {

    private final Object listener = new Object();
    private final Step first =
            Step.of(Step.REQUEST, "GET /first").from(CausalContext.NONE).start();
    private final Step second =
            Step.of(Step.REQUEST, "GET /second").from(CausalContext.NONE).start();

    @BeforeAll
    static void switchOn() {
        Place.SERVLET.switchOn();
    }

    @Test
    void one_that_serves_a_request_after_the_other_is_called_for_the_later() {
        registeredIn(first);
        assertThat(calledFor()).isSameAs(first);
        first.end();
        registeredIn(second);
        assertThat(calledFor()).isSameAs(second);
    }

    @Test
    void one_that_serves_two_at_once_is_called_for_none() {
        registeredIn(first);
        registeredIn(second);
        assertThat(calledFor()).isNull();
    }

    private void registeredIn(Step request) {
        try (Scope ignored = request.context().activate()) {
            StreamListeners.registered(listener);
        }
    }

    private @Nullable Step calledFor() {
        Scope called = StreamListeners.enter(listener);
        assertThat(called).isNotNull();
        try (called) {
            return CausalContext.current().step();
        }
    }
}
