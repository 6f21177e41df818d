package dev.backstory.agent.boundary.thread;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import dev.backstory.agent.boot.Place;
import dev.backstory.agent.boot.Tasks;
import dev.backstory.agent.boot.ThreadStarts;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.context.Scope;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A thread asks once which context it was started with; those that pools and libraries make for themselves have none. */
public final class ThreadBoundary implements AgentBoundary {

    private static final Set<String> CLASSES = Set.of(
            "java.lang.Thread",
            "java.lang.VirtualThread",
            "java.util.concurrent.ThreadPerTaskExecutor$TaskRunner",
            "java.util.concurrent.StructuredTaskScopeImpl$SubtaskImpl",
            "java.util.concurrent.StructuredTaskScope$SubtaskImpl");

    @Override
    public String name() {
        return "thread";
    }

    @Override
    public void prepare() {
        ThreadStarts.install();
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader == null && CLASSES.contains(className);
    }

    @Override
    public List<Change> changes() {
        return List.of(
                Change.toJdkClass("java.lang.Thread")
                        .advise(named("start"), NoteContextOnStart.class)
                        .advise(named("exit").and(takesNoArguments()), ForgetWhenEnded.class),
                Change.toJdkClass("java.lang.VirtualThread").advise(named("start"), NoteContextOnStart.class),
                boundTask("java.util.concurrent.ThreadPerTaskExecutor$TaskRunner"),
                boundTask("java.util.concurrent.StructuredTaskScopeImpl$SubtaskImpl"),
                boundTask("java.util.concurrent.StructuredTaskScope$SubtaskImpl"));
    }

    /** A task that gets a thread for itself; JDKs differ in which of these they have. */
    private static Change boundTask(String className) {
        return Change.toCarryingJdkClass(className)
                .advise(isConstructor(), CaptureWhenMade.class)
                .advise(named("run"), ActivateAroundRun.class);
    }

    static final class CaptureWhenMade {
        private CaptureWhenMade() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object task) {
            Tasks.bound(task, Place.THREAD);
        }
    }

    static final class ActivateAroundRun {
        private ActivateAroundRun() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.This Object task) {
            return Tasks.beginBound(task, Place.THREAD);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Scope scope) {
            Tasks.close(scope);
        }
    }

    static final class NoteContextOnStart {
        private NoteContextOnStart() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.This Thread thread) {
            return ThreadStarts.starting(thread);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.This Thread thread, @Advice.Enter boolean noted, @Advice.Thrown @Nullable Throwable failure) {
            if (noted && failure != null) {
                ThreadStarts.forget(thread);
            }
        }
    }

    static final class ForgetWhenEnded {
        private ForgetWhenEnded() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Thread thread) {
            ThreadStarts.forget(thread);
        }
    }
}
