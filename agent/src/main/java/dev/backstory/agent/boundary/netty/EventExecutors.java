package dev.backstory.agent.boundary.netty;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.NettyTasks;
import dev.backstory.agent.boundary.Change;
import dev.backstory.context.Scope;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Tasks are wrapped where they enter a queue or a future: what is given to a rejection handler before is the application's own. */
final class EventExecutors {

    private static final String CONCURRENT = "io.netty.util.concurrent.";
    private static final String ANY = CONCURRENT + "AbstractEventExecutor";
    private static final String LOOP = CONCURRENT + "SingleThreadEventExecutor";
    private static final String GLOBAL = CONCURRENT + "GlobalEventExecutor";
    private static final String ORDERED = CONCURRENT + "NonStickyEventExecutorGroup$NonStickyOrderedEventExecutor";
    private static final String IMMEDIATE = CONCURRENT + "ImmediateEventExecutor";
    private static final String FUTURE = CONCURRENT + "PromiseTask";
    private static final String SCHEDULED = CONCURRENT + "ScheduledFutureTask";
    private static final String THREADS = "io.netty.util.internal.ThreadExecutorMap";
    private static final Set<String> CLASSES =
            Set.of(ANY, LOOP, GLOBAL, ORDERED, IMMEDIATE, FUTURE, SCHEDULED, THREADS);

    private EventExecutors() {}

    static boolean have(String className) {
        return CLASSES.contains(className);
    }

    static List<Change> changes() {
        return List.of(
                Change.toLibraryClass(ANY).advise(given("runTask"), RunInNoStory.class),
                Change.toLibraryClass(LOOP)
                        .advise(given("offerTask"), CarryTask.class)
                        .advise(given("removeTask"), FindCarriedTask.class),
                Change.toLibraryClass(GLOBAL).advise(given("addTask"), CarryTask.class),
                Change.toLibraryClass(ORDERED).advise(given("execute"), CarryTask.class),
                Change.toLibraryClass(IMMEDIATE).advise(given("execute"), CarryImmediateTask.class),
                Change.toLibraryClass(FUTURE)
                        .advise(isConstructor().and(takesArgument(1, Runnable.class)), CarryFuturesTask.class)
                        .advise(isConstructor().and(takesArgument(1, Callable.class)), CarryFuturesCall.class),
                Change.toLibraryClass(SCHEDULED)
                        .advise(
                                isConstructor()
                                        .and(takesArgument(1, Runnable.class))
                                        .and(takesArguments(4)),
                                BeginStoryOfEachRun.class),
                Change.toLibraryClass(THREADS)
                        .advise(named("apply").and(takesArgument(0, Runnable.class)), LoopInNoStory.class));
    }

    private static ElementMatcher.Junction<MethodDescription> given(String name) {
        return named(name).and(takesArguments(Runnable.class));
    }

    static final class RunInNoStory {
        private RunInNoStory() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.Argument(0) Runnable task) {
            return NettyTasks.begin(task);
        }
    }

    @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
    static final class CarryTask {
        private CarryTask() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(value = 0, readOnly = false) Runnable task) {
            task = NettyTasks.handedOver(task);
        }
    }

    @SuppressWarnings({"ParameterAssignment", "UnusedVariable"})
    static final class FindCarriedTask {
        private FindCarriedTask() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(value = 0, readOnly = false) Runnable task) {
            task = NettyTasks.removed(task);
        }
    }

    @SuppressWarnings({"ParameterAssignment", "UnusedVariable"})
    static final class CarryImmediateTask {
        private CarryImmediateTask() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(value = 0, readOnly = false) Runnable task) {
            task = NettyTasks.immediate(task);
        }
    }

    @SuppressWarnings({"ParameterAssignment", "UnusedVariable"})
    static final class CarryFuturesTask {
        private CarryFuturesTask() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(value = 1, readOnly = false) Runnable task) {
            task = NettyTasks.handedOver(task);
        }
    }

    @SuppressWarnings({"ParameterAssignment", "UnusedVariable"})
    static final class CarryFuturesCall {
        private CarryFuturesCall() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(value = 1, readOnly = false) Callable<?> task) {
            task = NettyTasks.handedOver(task);
        }
    }

    @SuppressWarnings({"ParameterAssignment", "UnusedVariable"})
    static final class BeginStoryOfEachRun {
        private BeginStoryOfEachRun() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.Argument(value = 1, readOnly = false) Runnable task, @Advice.Argument(3) long period) {
            task = NettyTasks.scheduled(task, period);
        }
    }

    @SuppressWarnings({"ParameterAssignment", "UnusedVariable"})
    static final class LoopInNoStory {
        private LoopInNoStory() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(value = 0, readOnly = false) Runnable loop) {
            loop = NettyTasks.loop(loop);
        }
    }
}
