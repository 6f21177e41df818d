package dev.backstory.agent.boundary.websocket;

import dev.backstory.agent.boot.WebSocketMessage;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Advice for what is called with messages: handlers, a container's own included, and annotated methods. */
final class MessageAdvice {

    private MessageAdvice() {}

    static final class BeginStory {

        private BeginStory() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.This Object receiver, @Advice.AllArguments @Nullable Object[] arguments) {
            return WebSocketMessage.enter(receiver, arguments);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object message, @Advice.Thrown @Nullable Throwable thrown) {
            if (message != null) {
                WebSocketMessage.exit(message, thrown);
            }
        }
    }

    static final class BeginStoryOrGoOn {

        private BeginStoryOrGoOn() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.This Object receiver, @Advice.AllArguments @Nullable Object[] arguments) {
            return WebSocketMessage.enterPart(receiver, arguments);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object message, @Advice.Thrown @Nullable Throwable thrown) {
            if (message != null) {
                WebSocketMessage.exit(message, thrown);
            }
        }
    }
}
