package dev.backstory.agent.boundary.executor;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.PlainTasks;
import dev.backstory.agent.boot.QueueNodes;
import dev.backstory.agent.boot.Tasks;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.context.Scope;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.ReentrantLock;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Future tasks carry their context themselves; plain tasks are paired with theirs by the pool, or by the nodes of its queue. */
public final class ExecutorBoundary implements AgentBoundary {

    private static final Set<String> CLASSES = Set.of(
            "java.util.concurrent.FutureTask",
            "java.util.concurrent.ThreadPoolExecutor",
            "java.util.concurrent.ThreadPoolExecutor$Worker",
            "java.util.concurrent.LinkedBlockingQueue",
            "java.util.concurrent.LinkedBlockingQueue$Node");

    @Override
    public String name() {
        return "executor";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader == null ? CLASSES.contains(className) : className.equals(SequentialExecutors.NAME);
    }

    @Override
    public List<Change> changes() {
        return List.of(
                SequentialExecutors.change(),
                Change.toCarryingJdkClass("java.util.concurrent.FutureTask")
                        .advise(isConstructor(), CaptureWhenMade.class)
                        .advise(named("run"), ActivateAroundRun.class)
                        .advise(named("setException"), RecordFailure.class)
                        .advise(named("finishCompletion"), ReleaseWhenDone.class),
                Change.toCarryingJdkClass("java.util.concurrent.ThreadPoolExecutor")
                        .advise(isConstructor().and(takesArguments(7)), NoteMaker.class)
                        .advise(named("execute").and(takesArgument(0, Runnable.class)), CaptureOnExecute.class)
                        .advise(named("reject"), NoteIfPutByHandler.class)
                        .advise(named("remove"), DropWhenRemoved.class)
                        .advise(named("runWorker"), WorkForThePool.class)
                        .visit(WorkerLoop.visitor())
                        .visit(OfferInExecute.visitor()),
                Change.toCarryingJdkClass("java.util.concurrent.ThreadPoolExecutor$Worker")
                        .advise(isConstructor(), CarryFirstTask.class),
                Change.toCarryingJdkClass("java.util.concurrent.LinkedBlockingQueue")
                        .advise(named("enqueue"), CarryInNode.class)
                        .advise(named("dequeue"), TakeFromNode.class)
                        .advise(namedOneOf("drainTo", "clear"), ReleaseHead.class),
                Change.toCarryingJdkClass("java.util.concurrent.LinkedBlockingQueue$Node")
                        .advise(isConstructor(), NoteElement.class));
    }

    static final class CaptureWhenMade {
        private CaptureWhenMade() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This FutureTask<?> task) {
            Tasks.made(task);
        }
    }

    static final class ActivateAroundRun {
        private ActivateAroundRun() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.This FutureTask<?> task) {
            return Tasks.begin(task);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Scope scope) {
            Tasks.close(scope);
        }
    }

    static final class RecordFailure {
        private RecordFailure() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This FutureTask<?> task, @Advice.Argument(0) Throwable cause) {
            Tasks.failing(task, cause);
        }
    }

    static final class ReleaseWhenDone {
        private ReleaseWhenDone() {}

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This FutureTask<?> task) {
            Tasks.release(task);
        }
    }

    static final class NoteMaker {
        private NoteMaker() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This ThreadPoolExecutor pool, @Advice.Argument(4) BlockingQueue<Runnable> queue) {
            PlainTasks.made(pool, queue);
        }
    }

    static final class CarryFirstTask {
        private CarryFirstTask() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object worker, @Advice.Argument(1) @Nullable Runnable task) {
            PlainTasks.firstOf(worker, task);
        }
    }

    static final class NoteElement {
        private NoteElement() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object node, @Advice.Argument(0) @Nullable Object element) {
            QueueNodes.made(node, element);
        }
    }

    static final class CarryInNode {
        private CarryInNode() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This BlockingQueue<?> queue, @Advice.Argument(0) Object node) {
            QueueNodes.enqueued(queue, node);
        }
    }

    /** The node that was taken out has become the head. */
    static final class TakeFromNode {
        private TakeFromNode() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This BlockingQueue<?> queue, @Advice.FieldValue("head") Object node) {
            QueueNodes.dequeued(queue, node);
        }
    }

    static final class ReleaseHead {
        private ReleaseHead() {}

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.FieldValue("head") Object head, @Advice.FieldValue("takeLock") ReentrantLock lock) {
            QueueNodes.emptied(head, lock);
        }
    }

    static final class CaptureOnExecute {
        private CaptureOnExecute() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Runnable task) {
            PlainTasks.handedOver(task);
        }
    }

    static final class NoteIfPutByHandler {
        private NoteIfPutByHandler() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This ThreadPoolExecutor pool, @Advice.Argument(0) Runnable task) {
            PlainTasks.rejected(pool, task);
        }
    }

    static final class DropWhenRemoved {
        private DropWhenRemoved() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This ThreadPoolExecutor pool, @Advice.Argument(0) Object task, @Advice.Return boolean removed) {
            if (removed) {
                PlainTasks.removed(pool, task);
            }
        }
    }

    static final class WorkForThePool {
        private WorkForThePool() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.FieldValue("workQueue") BlockingQueue<Runnable> queue, @Advice.Argument(0) Object worker) {
            PlainTasks.worksFor(queue, worker);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Argument(0) Object worker) {
            PlainTasks.endsWork(worker);
        }
    }
}
