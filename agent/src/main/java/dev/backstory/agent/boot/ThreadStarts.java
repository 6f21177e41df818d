package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Inheritance;
import java.util.concurrent.ForkJoinWorkerThread;

/** The contexts that threads were started with, until they ask. */
public final class ThreadStarts extends Inheritance {

    private static final WeakIdentityMap<CausalContext> STARTED = new WeakIdentityMap<>();

    /** Makers of threads that outlive the request they were first needed in. */
    private static final String[] LIBRARIES = {
        "dev.backstory.agent.",
        "dev.backstory.store.",
        "io.netty.",
        "org.apache.tomcat.",
        "org.apache.catalina.",
        "org.apache.coyote.",
        "org.apache.kafka.",
        "org.apache.activemq.",
        "org.eclipse.jetty.",
        "org.xnio.",
        "org.jboss.threads.",
        "io.undertow.",
        "com.zaxxer.hikari.",
        "org.postgresql.",
        "com.mysql.",
        "com.rabbitmq.",
        "okhttp3.",
        "org.apache.http.",
        "org.apache.hc.",
        "reactor.core.",
        "org.quartz.",
        "ch.qos.logback.",
        "org.apache.logging.",
        "com.google.common.util.concurrent.internal."
    };

    public static void install() {
        Inheritance.install(new ThreadStarts());
    }

    /** Called where a thread is started; whether it was noted. */
    public static boolean starting(Thread thread) {
        if (thread.getState() != Thread.State.NEW || !Place.THREAD.isOn()) {
            return false;
        }
        CausalContext context = Place.THREAD.capture();
        if (context.isNone() || isWorker(thread) || StackWalker.getInstance().walk(new Starter())) {
            return false;
        }
        STARTED.put(thread, context);
        return true;
    }

    /** Called when the start failed. */
    public static void failed(Thread thread) {
        STARTED.remove(thread);
    }

    @Override
    protected CausalContext startedWith(Thread thread) {
        CausalContext context = STARTED.remove(thread);
        return context == null ? CausalContext.NONE : context;
    }

    private static boolean isWorker(Thread thread) {
        String type = thread.getClass().getName();
        return thread instanceof ForkJoinWorkerThread
                || type.startsWith("java.util.TimerThread")
                || type.startsWith("jdk.internal.")
                || type.startsWith("java.lang.ref.")
                || isLibrary(type);
    }

    static boolean isLibrary(String className) {
        for (String each : LIBRARIES) {
            if (className.startsWith(each)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the nearest caller outside of the JDK is a library that makes the thread for itself. */
    private static final class Starter
            implements java.util.function.Function<java.util.stream.Stream<StackWalker.StackFrame>, Boolean> {
        @Override
        public Boolean apply(java.util.stream.Stream<StackWalker.StackFrame> frames) {
            java.util.Iterator<StackWalker.StackFrame> each = frames.iterator();
            while (each.hasNext()) {
                StackWalker.StackFrame frame = each.next();
                String name = frame.getClassName();
                String method = frame.getMethodName();
                if (method.equals("addWorker")
                        || method.equals("createWorker")
                        || name.equals("java.util.Timer")
                        || name.startsWith("jdk.internal.net.http.")
                        || name.startsWith("sun.nio.ch.")
                        || name.startsWith("java.lang.ref.")) {
                    return true;
                }
                if (!name.startsWith("java.")
                        && !name.startsWith("jdk.internal.")
                        && !name.startsWith("dev.backstory.agent.boot.")) {
                    return isLibrary(name);
                }
            }
            return false;
        }
    }
}
