package dev.backstory.agent.boundary.websocket;

import dev.backstory.agent.boot.WebSockets;
import dev.backstory.context.Scope;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Advice for how a handshake becomes a session, and for what an endpoint is told of it. */
final class ConnectionAdvice {

    private ConnectionAdvice() {}

    static final class NoteTemplate {

        private NoteTemplate() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) @Nullable Object config) throws ReflectiveOperationException {
            WebSockets.deployed(config);
        }
    }

    static final class NoteHandshake {

        private NoteHandshake() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object upgrade) {
            WebSockets.upgrading(upgrade);
        }
    }

    /** For Jetty's, which never tells annotated endpoints of a configuration, or of a session that they do not ask for. */
    static final class NoteHandshakeOfEndpoint {

        private NoteHandshakeOfEndpoint() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object upgrade,
                @Advice.FieldValue("endpointInstance") @Nullable Object endpoint,
                @Advice.FieldValue("endpointConfig") @Nullable Object config)
                throws ReflectiveOperationException {
            WebSockets.upgrading(upgrade, endpoint, config);
        }
    }

    /** The same for Jetty 9. */
    static final class NoteHandshakeOfWebSocket {

        private NoteHandshakeOfWebSocket() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object upgrade,
                @Advice.FieldValue("websocket") @Nullable Object endpoint,
                @Advice.FieldValue("config") @Nullable Object config)
                throws ReflectiveOperationException {
            WebSockets.upgrading(upgrade, endpoint, config);
        }
    }

    static final class MakeSessionInHandshake {

        private MakeSessionInHandshake() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.This Object maker, @Advice.AllArguments @Nullable Object[] arguments) {
            return WebSockets.making(maker, arguments);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Scope scope) {
            WebSockets.done(scope);
        }
    }

    static final class NoteSession {

        private NoteSession() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object session, @Advice.AllArguments @Nullable Object[] arguments) {
            WebSockets.opened(session, arguments);
        }
    }

    static final class StayInHandshake {

        private StayInHandshake() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.This Object endpoint, @Advice.AllArguments @Nullable Object[] arguments)
                throws ReflectiveOperationException {
            return WebSockets.telling(endpoint, arguments);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Scope scope) {
            WebSockets.done(scope);
        }
    }
}
