package dev.backstory.agent.boot;

import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import org.jspecify.annotations.Nullable;

/** A step that the thread is in which started it, until that thread ends it. */
final class OpenStep {

    final Step step;
    private final Scope scope;

    private OpenStep(Step step) {
        this.step = step;
        this.scope = step.context().activate();
    }

    static OpenStep start(Step.Builder step) {
        return new OpenStep(step.start());
    }

    void end(@Nullable Throwable thrown) {
        scope.close();
        if (thrown != null) {
            step.fail(thrown);
        }
        step.end();
    }
}
