package dev.backstory.store.postgres;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;

/** Threads of the store: daemons that belong to no story, whoever happened to start them. */
final class OwnThread {

    private OwnThread() {}

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(OwnThread.class.getClassLoader());
        Scope none = CausalContext.NONE.activate();
        try {
            thread.start();
        } finally {
            none.close();
        }
        return thread;
    }
}
