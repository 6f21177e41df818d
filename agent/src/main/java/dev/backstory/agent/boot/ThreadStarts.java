package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Inheritance;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** The contexts that threads were started with, until they ask. */
public final class ThreadStarts extends Inheritance {

    private static final WeakIdentityMap<CausalContext> STARTED = new WeakIdentityMap<>();

    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    public static void install() {
        Inheritance.install(new ThreadStarts());
    }

    /** Called where a thread is started; whether it was noted. */
    public static boolean starting(Thread thread) {
        if (thread.getState() != Thread.State.NEW || !Place.THREAD.isOn()) {
            return false;
        }
        CausalContext context = Place.THREAD.capture();
        if (context.isNone() || isWorker(thread) || CALLERS.walk(new Starter(thread))) {
            return false;
        }
        STARTED.put(thread, context);
        return true;
    }

    /** Whether the JDK has one of its own executors start the thread that it needs for itself. */
    static boolean isForTheJdk() {
        return CALLERS.walk(new ForTheJdk());
    }

    /** Called when the start failed, or the thread has ended and will never ask. */
    public static void forget(Thread thread) {
        STARTED.remove(thread);
    }

    /** The context with which the calling thread was started to run just that task; null if it was not, or has asked for it. */
    static @Nullable CausalContext startedFor(FutureTask<?> task) {
        CausalContext context = STARTED.get(Thread.currentThread());
        return context != null && CALLERS.walk(new RunsFirst(task)) ? context : null;
    }

    @Override
    protected CausalContext startedWith(Thread thread) {
        CausalContext context = STARTED.remove(thread);
        return context == null ? CausalContext.NONE : context;
    }

    /** The JDK's own kinds of threads (pools', timers', schedulers') are workers; those that run what one gives them are not. */
    private static boolean isWorker(Thread thread) {
        Class<?> type = thread.getClass();
        String name = type.getName();
        return type.getClassLoader() == null
                ? type != Thread.class && !name.contains("VirtualThread")
                : thread instanceof ForkJoinWorkerThread || Libraries.makeThreads(name);
    }

    /** Whether the nearest caller outside of the JDK is a library that makes the thread for itself. */
    private static final class Starter
            implements java.util.function.Function<java.util.stream.Stream<StackWalker.StackFrame>, Boolean> {
        private final Thread thread;

        Starter(Thread thread) {
            this.thread = thread;
        }

        @Override
        public Boolean apply(java.util.stream.Stream<StackWalker.StackFrame> frames) {
            java.util.Iterator<StackWalker.StackFrame> each = frames.iterator();
            while (each.hasNext()) {
                StackWalker.StackFrame frame = each.next();
                String name = frame.getClassName();
                String method = frame.getMethodName();
                if (makesWorkers(frame)
                        || name.equals("java.util.Timer")
                        || name.startsWith("jdk.internal.net.http.")
                        || name.startsWith("sun.")
                        || name.startsWith("com.sun.jndi.")
                        || name.startsWith("java.lang.ref.")
                        || name.equals("java.lang.ApplicationShutdownHooks")) {
                    return true;
                }
                // A pool's thread may do more than the JDK's when it is started, and hide who starts it.
                boolean ofThread =
                        method.equals("start") && frame.getDeclaringClass().isInstance(thread);
                if (!ofThread
                        && !name.startsWith("java.")
                        && !name.startsWith("jdk.internal.")
                        && !name.startsWith("dev.backstory.agent.boot.")) {
                    return Libraries.makeThreads(name);
                }
            }
            return false;
        }

        /** The JDK's pools, and those of others: an application may have workers of its own. */
        private static boolean makesWorkers(StackWalker.StackFrame frame) {
            String method = frame.getMethodName();
            if (!method.equals("addWorker") && !method.equals("createWorker")) {
                return false;
            }
            Class<?> type = frame.getDeclaringClass();
            return type.getClassLoader() == null || Executor.class.isAssignableFrom(type);
        }
    }

    /** Whether the nearest caller outside of the executor is a part of the JDK that nobody calls by its name. */
    private static final class ForTheJdk
            implements java.util.function.Function<java.util.stream.Stream<StackWalker.StackFrame>, Boolean> {
        @Override
        public Boolean apply(java.util.stream.Stream<StackWalker.StackFrame> frames) {
            java.util.Iterator<StackWalker.StackFrame> each = frames.iterator();
            while (each.hasNext()) {
                String name = each.next().getClassName();
                if (!name.startsWith("java.util.concurrent.") && !name.startsWith("dev.backstory.agent.boot.")) {
                    return name.startsWith("sun.");
                }
            }
            return false;
        }
    }

    /** Whether a future task is run by its thread itself, and not by something that the thread runs. */
    private static final class RunsFirst
            implements java.util.function.Function<java.util.stream.Stream<StackWalker.StackFrame>, Boolean> {
        private final FutureTask<?> task;

        RunsFirst(FutureTask<?> task) {
            this.task = task;
        }

        @Override
        public Boolean apply(java.util.stream.Stream<StackWalker.StackFrame> frames) {
            java.util.Iterator<StackWalker.StackFrame> each = frames.iterator();
            while (each.hasNext()) {
                Class<?> type = each.next().getDeclaringClass();
                if (type.getClassLoader() == null && Thread.class.isAssignableFrom(type)) {
                    return true;
                }
                if (!type.isInstance(task) && !type.getName().startsWith("dev.backstory.agent.boot.")) {
                    return false;
                }
            }
            return false;
        }
    }
}
