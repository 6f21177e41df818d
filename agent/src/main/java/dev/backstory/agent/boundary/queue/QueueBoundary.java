package dev.backstory.agent.boundary.queue;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.AddedTogether;
import dev.backstory.agent.boot.Drained;
import dev.backstory.agent.boot.Queues;
import dev.backstory.agent.boot.Sought;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Worker loops over the application's own blocking queues. Of each queue class only the methods are advised in which
 * elements really come and go, and not those that call them: an element must be noted once.
 */
public final class QueueBoundary implements AgentBoundary {

    private static final Set<String> CLASSES = Set.of(
            "java.util.concurrent.LinkedBlockingQueue",
            "java.util.concurrent.ArrayBlockingQueue",
            "java.util.concurrent.SynchronousQueue",
            "java.util.concurrent.LinkedTransferQueue",
            "java.util.concurrent.PriorityBlockingQueue",
            "java.util.concurrent.DelayQueue",
            "java.util.concurrent.LinkedBlockingDeque",
            "java.util.concurrent.ThreadPoolExecutor");

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader == null && CLASSES.contains(className);
    }

    @Override
    public List<Change> changes() {
        ElementMatcher.Junction<MethodDescription> takes = namedOneOf("take", "poll");
        return List.of(
                queue("LinkedBlockingQueue", namedOneOf("put", "offer"), takes),
                queue("ArrayBlockingQueue", namedOneOf("put", "offer"), takes),
                queue("SynchronousQueue", namedOneOf("put", "offer"), takes),
                queue("LinkedTransferQueue", namedOneOf("put", "offer", "add", "transfer", "tryTransfer"), takes),
                queue("PriorityBlockingQueue", named("offer").and(takesArguments(1)), takes),
                queue("DelayQueue", named("offer").and(takesArguments(1)), takes),
                queue(
                                "LinkedBlockingDeque",
                                namedOneOf("putFirst", "putLast", "offerFirst", "offerLast"),
                                namedOneOf("takeFirst", "takeLast", "pollFirst", "pollLast"))
                        // It links what it is given to one another first, and then all to the last.
                        .advise(named("addAll").and(takesArguments(Collection.class)), NoteElements.class),
                Change.toJdkClass("java.util.concurrent.ThreadPoolExecutor")
                        .advise(isConstructor().and(takesArguments(7)), LeaveToThePool.class));
    }

    private static Change queue(
            String name,
            ElementMatcher.Junction<MethodDescription> puts,
            ElementMatcher.Junction<MethodDescription> takes) {
        return Change.toCarryingJdkClass("java.util.concurrent." + name)
                .advise(isConstructor(), WatchOrNot.class)
                .advise(puts.and(not(takesArguments(0))).and(not(isBridge())), NoteElement.class)
                .advise(takes.and(not(isBridge())), ReceiveElement.class)
                .advise(touches().and(not(isBridge())), TouchElements.class)
                .advise(removes(name), ForgetElement.class)
                .advise(drains(name), ReceiveElements.class);
    }

    /** The methods that add to the collection themselves. What they call may be overridden, and must see the caller's own. */
    private static ElementMatcher.Junction<MethodDescription> drains(String name) {
        boolean both = name.equals("SynchronousQueue") || name.equals("LinkedTransferQueue");
        return named("drainTo").and(both ? any() : takesArguments(2));
    }

    /** Ways to take elements out that do not say which. */
    private static ElementMatcher.Junction<MethodDescription> touches() {
        return namedOneOf("iterator", "descendingIterator", "clear", "removeIf", "removeAll", "retainAll")
                .or(namedOneOf("remove", "removeFirstOccurrence", "removeLastOccurrence")
                        .and(takesArguments(1)));
    }

    /** The methods that look for the element themselves, for the same reason. */
    private static ElementMatcher.Junction<MethodDescription> removes(String name) {
        return (name.equals("LinkedBlockingDeque")
                        ? namedOneOf("removeFirstOccurrence", "removeLastOccurrence")
                        : named("remove"))
                .and(takesArguments(Object.class));
    }

    static final class WatchOrNot {

        private WatchOrNot() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object queue) {
            Queues.made(queue);
        }
    }

    static final class LeaveToThePool {

        private LeaveToThePool() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object pool, @Advice.Argument(4) BlockingQueue<?> queue) {
            Queues.givenToPool(queue, pool);
        }
    }

    static final class NoteElement {

        private NoteElement() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.This Object queue, @Advice.Argument(0) Object element) {
            return Queues.puts(queue, element);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter boolean noted,
                @Advice.This Object queue,
                @Advice.Argument(0) Object element,
                @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
                @Advice.Thrown @Nullable Throwable thrown) {
            Queues.hasPut(noted, queue, element, returned, thrown);
        }
    }

    static final class NoteElements {

        private NoteElements() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static @Nullable AddedTogether enter(
                @Advice.This Object queue,
                @Advice.Argument(value = 0, readOnly = false) @Nullable Collection<?> elements) {
            AddedTogether added = Queues.adds(queue, elements);
            if (added != null) {
                elements = added;
            }
            return added;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable AddedTogether added, @Advice.Thrown @Nullable Throwable thrown) {
            Queues.added(added, thrown);
        }
    }

    static final class ReceiveElement {

        private ReceiveElement() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object queue) {
            Queues.asks(queue);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object queue, @Advice.Return @Nullable Object element) {
            Queues.tookOut(queue, element);
        }
    }

    static final class ReceiveElements {

        private ReceiveElements() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static @Nullable Drained enter(
                @Advice.This Object queue,
                @Advice.Argument(value = 0, readOnly = false) @Nullable Collection<Object> target) {
            Drained drained = Queues.drains(queue, target);
            if (drained != null) {
                target = drained;
            }
            return drained;
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Drained drained, @Advice.This Object queue) {
            Queues.drained(drained, queue);
        }
    }

    static final class ForgetElement {

        private ForgetElement() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static @Nullable Sought enter(
                @Advice.This Object queue, @Advice.Argument(value = 0, readOnly = false) @Nullable Object element) {
            Sought sought = Queues.removes(queue, element);
            if (sought != null) {
                element = sought;
            }
            return sought;
        }

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object queue, @Advice.Enter @Nullable Sought sought, @Advice.Return boolean removed) {
            Queues.removed(queue, sought, removed);
        }
    }

    static final class TouchElements {

        private TouchElements() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object queue) {
            Queues.touched(queue);
        }
    }
}
