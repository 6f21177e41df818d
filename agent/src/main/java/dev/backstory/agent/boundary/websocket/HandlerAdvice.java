package dev.backstory.agent.boundary.websocket;

import dev.backstory.agent.boot.WebSockets;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Advice for a session's handlers of messages: to which session they belong, and what stands for those that are lambdas. */
final class HandlerAdvice {

    private HandlerAdvice() {}

    static final class NoteHandler {

        private NoteHandler() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object session, @Advice.Argument(0) @Nullable Object handler) {
            WebSockets.registering(session, handler);
        }
    }

    /** With the type of its messages, without which a container cannot take a lambda. */
    static final class StandForLambda {

        private StandForLambda() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces an argument
        static void enter(
                @Advice.This Object session,
                @Advice.Argument(value = 1, readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable
                        Object handler) {
            handler = WebSockets.registering(session, handler);
        }
    }

    static final class FindWhatStandsForLambda {

        private FindWhatStandsForLambda() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces an argument
        static void enter(
                @Advice.This Object session,
                @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable
                        Object handler) {
            handler = WebSockets.removing(handler);
        }
    }

    static final class ShowLambdas {

        private ShowLambdas() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets what a method returns
        static void exit(@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Set<?> handlers) {
            handlers = WebSockets.handlers(handlers);
        }
    }
}
