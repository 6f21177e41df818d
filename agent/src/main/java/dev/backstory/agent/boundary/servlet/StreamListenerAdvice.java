package dev.backstory.agent.boundary.servlet;

import dev.backstory.agent.boot.Requests;
import dev.backstory.agent.boot.StreamListeners;
import dev.backstory.context.Scope;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Advice for {@code ReadListener} and {@code WriteListener}, which are told nothing of the request that they are for. */
final class StreamListenerAdvice {

    private StreamListenerAdvice() {}

    static final class CaptureOnRegistration {

        private CaptureOnRegistration() {}

        /** Before, because a container may call the listener at once. */
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) @Nullable Object listener) {
            StreamListeners.registered(listener);
        }
    }

    static final class RestoreAroundCall {

        private RestoreAroundCall() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.This Object listener) {
            return StreamListeners.enter(listener);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Scope scope) {
            Requests.exitListener(scope);
        }
    }
}
