package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What the advice in Spring's scheduling calls. */
public final class SpringTasks {

    private SpringTasks() {}

    /** A task is to run again and again, whenever a trigger says. */
    public static void scheduled(Object repeated, Object task) {
        if (Place.SPRINGTASKS.isOn()) {
            Attached.set(repeated, new Repeated(task.getClass().getName(), Place.SPRINGTASKS.capture()));
        }
    }

    /** It runs, and is scheduled for the next time before it returns; null when that was not seen. */
    public static @Nullable Object repeating(Object repeated) {
        return Place.SPRINGTASKS.isOn() && Attached.get(repeated) instanceof Repeated it
                ? PeriodicRun.begin(it.task, it.scheduledIn)
                : null;
    }

    /** It has run. */
    public static void repeated(@Nullable Object run, @Nullable Throwable thrown) {
        PeriodicRun.end((PeriodicRun) run, thrown);
    }

    /** A method that says itself when it runs is called; null when the boundary is off. */
    public static @Nullable Object calling(Method method) {
        if (!Place.SPRINGTASKS.isOn()) {
            return null;
        }
        String name = method.getDeclaringClass().getSimpleName().concat(".").concat(method.getName());
        return OpenStep.start(Step.of(Step.JOB, name)
                .application(Thread.currentThread().getContextClassLoader())
                .from(CausalContext.NONE));
    }

    /** It has returned. */
    public static void called(@Nullable Object run, @Nullable Throwable thrown) {
        if (run != null) {
            ((OpenStep) run).end(thrown);
        }
    }

    private record Repeated(String task, CausalContext scheduledIn) {}
}
