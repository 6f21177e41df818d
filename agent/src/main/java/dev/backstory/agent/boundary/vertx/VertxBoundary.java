package dev.backstory.agent.boundary.vertx;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import dev.backstory.agent.boot.VertxTasks;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.agent.boundary.RequestSettings;
import dev.backstory.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x: a request to its servers is a step, what runs on its contexts, event loops and workers, belongs to who gave it, and a message
 * on the event bus to who sent it. It gives one thread to tasks of many, one after the other.
 */
public final class VertxBoundary implements AgentBoundary {

    private static final String LOOP = "io.vertx.core.impl.EventLoopExecutor";
    private static final String WORK = "io.vertx.core.impl.WorkerTask";
    private static final String TIMER = "io.vertx.core.impl.VertxImpl$InternalTimerHandler";
    private static final String MESSAGE = "io.vertx.core.eventbus.impl.MessageImpl";
    private static final String CONSUMER = "io.vertx.core.eventbus.impl.MessageConsumerImpl";
    private static final String WORKER = "io.vertx.core.impl.TaskQueue";
    private static final String SERVED_4 = "io.vertx.core.http.impl.Http1xServerConnection";
    private static final String SERVED_5 = "io.vertx.core.http.impl.http1.Http1ServerConnection";
    private static final Set<String> CLASSES = Set.of(LOOP, WORK, TIMER, MESSAGE, CONSUMER, WORKER, SERVED_4, SERVED_5);

    @Override
    public String name() {
        return "vertx";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null
                && className.startsWith("io.vertx.")
                && (CLASSES.contains(className)
                        || VertxFutures.have(className)
                        || VertxServers.have(className)
                        || VertxRouters.have(className));
    }

    @Override
    public void prepare() {
        RequestSettings.enforce();
    }

    @Override
    public List<Change> changes() {
        List<Change> changes = new ArrayList<>(VertxFutures.changes());
        changes.addAll(VertxServers.changes());
        changes.add(VertxRouters.change());
        changes.add(Change.toLibraryClass(LOOP)
                .advise(named("execute").and(takesArguments(Runnable.class)), CarryTask.class));
        changes.add(Change.toCarryingLibraryClass(WORK)
                .advise(isConstructor(), CaptureWhenMade.class)
                .advise(named("run").and(takesNoArguments()), GoOnInContext.class));
        changes.add(Change.toCarryingLibraryClass(TIMER)
                .advise(isConstructor(), CaptureTimer.class)
                .advise(named("handle").and(takesArguments(Void.class)), Fire.class));
        changes.add(Change.toCarryingLibraryClass(MESSAGE).advise(isConstructor(), CaptureWhenMade.class));
        changes.add(Change.toLibraryClass(CONSUMER)
                .advise(
                        namedOneOf("dispatch", "dispatchMessage")
                                .and(takesArgument(0, named("io.vertx.core.eventbus.Message"))),
                        DeliverInContext.class));
        // Before 4.5.11 its tasks have no class of their own, and all in one go would be of the first one's story.
        changes.add(Change.toLibraryClass(WORKER).advise(named("run").and(takesNoArguments()), BeginInNoStory.class));
        for (String connection : List.of(SERVED_4, SERVED_5)) {
            // The answer to a request lets the one behind it begin, on the thread and inside the story of who answers.
            changes.add(Change.toLibraryClass(connection)
                    .advise(named("handleNext").and(takesArguments(1)), BeginInNoStory.class));
        }
        return changes;
    }

    static final class CarryTask {
        private CarryTask() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static void enter(@Advice.Argument(value = 0, readOnly = false) Runnable task) {
            task = VertxTasks.handedOver(task);
        }
    }

    static final class CaptureWhenMade {
        private CaptureWhenMade() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object made) {
            VertxTasks.made(made);
        }
    }

    static final class CaptureTimer {
        private CaptureTimer() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object timer,
                @Advice.FieldValue("handler") Object handler,
                @Advice.FieldValue("periodic") boolean periodic) {
            VertxTasks.timed(timer, handler, periodic);
        }
    }

    static final class GoOnInContext {
        private GoOnInContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.This Object made) {
            return VertxTasks.enter(made);
        }
    }

    static final class DeliverInContext {
        private DeliverInContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.Argument(0) Object message) {
            return VertxTasks.enter(message);
        }
    }

    static final class BeginInNoStory {
        private BeginInNoStory() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter() {
            return VertxTasks.begin();
        }
    }

    static final class Fire {
        private Fire() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.This Object timer, @Advice.FieldValue("handler") Object handler) {
            return VertxTasks.fire(timer, handler);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
            VertxTasks.fired(entered, thrown);
        }
    }
}
