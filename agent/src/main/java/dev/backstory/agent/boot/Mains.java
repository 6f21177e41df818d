package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The program's {@code main}, or the console session that it is, as a step. */
public final class Mains {

    private static final AtomicReference<Step.@Nullable Builder> EXPECTED = new AtomicReference<>();
    private static volatile @Nullable Step running;

    private Mains() {}

    /** Called in premain: the step that the first main to be entered shall be. */
    public static void expect(Step.Builder step) {
        EXPECTED.set(step);
    }

    /** At the start of a main; null if it is not the program's first. */
    public static @Nullable Scope enter() {
        Step.Builder expected = Place.MAIN.isOn() ? EXPECTED.getAndSet(null) : null;
        if (expected == null) {
            return null;
        }
        Step step = expected.from(CausalContext.NONE).start();
        running = step;
        return step.context().activate();
    }

    /** At its end. */
    public static void exit(@Nullable Scope scope, @Nullable Throwable thrown) {
        Step step = running;
        if (scope == null || step == null) {
            return;
        }
        running = null;
        scope.close();
        if (thrown != null) {
            step.fail(thrown);
        }
        step.end();
    }
}
