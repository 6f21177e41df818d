package dev.backstory.store.postgres;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A thread of the store: a daemon that belongs to no story, whoever happened to start it. */
final class OwnThread {

    private final Thread thread;

    private OwnThread(Thread thread) {
        this.thread = thread;
    }

    static OwnThread start(String name, Runnable work) {
        Thread thread = make(name, work);
        Scope none = CausalContext.NONE.activate();
        try {
            thread.start();
        } finally {
            none.close();
        }
        return new OwnThread(thread);
    }

    /** For an executor to start, whose threads belong to no story anyway. */
    static Thread make(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(OwnThread.class.getClassLoader());
        return thread;
    }

    /**
     * Whether it has ended by then. Its last statement is not its end: a container that undeploys an application looks for
     * threads that are still alive. Called when it was told to end; by itself, in a publisher's callback say, it does not wait.
     */
    boolean hasEndedWithin(Duration atMost) {
        try {
            if (thread != Thread.currentThread()) {
                TimeUnit.NANOSECONDS.timedJoin(thread, atMost.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
