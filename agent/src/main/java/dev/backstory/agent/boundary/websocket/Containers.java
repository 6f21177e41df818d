package dev.backstory.agent.boundary.websocket;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boundary.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the containers make a session of a handshake. In others a message is a story of its own too; it does not say where its
 * connection was opened.
 */
final class Containers {

    private static final String TOMCAT = "org.apache.tomcat.websocket.";
    private static final String UNDERTOW = "io.undertow.websockets.jsr.";
    private static final String UNDERTOW_EXCHANGE = "io.undertow.servlet.websockets.ServletWebSocketHttpExchange";
    private static final String JETTY_9 = "org.eclipse.jetty.websocket.jsr356.";

    /** Jetty 10 and newer: the same classes once for each API and each generation of it. */
    private static final List<String> JETTY = List.of(
            "org.eclipse.jetty.websocket.javax.common.Javax",
            "org.eclipse.jetty.websocket.jakarta.common.Jakarta",
            "org.eclipse.jetty.ee8.websocket.javax.common.Javax",
            "org.eclipse.jetty.ee9.websocket.jakarta.common.Jakarta",
            "org.eclipse.jetty.ee10.websocket.jakarta.common.Jakarta",
            "org.eclipse.jetty.ee11.websocket.jakarta.common.Jakarta");

    private static final Set<String> NAMES = Set.of(
            TOMCAT + "server.WsHttpUpgradeHandler",
            TOMCAT + "WsSession",
            UNDERTOW_EXCHANGE,
            UNDERTOW + "EndpointSessionHandler",
            UNDERTOW + "UndertowSession",
            JETTY_9 + "endpoints.AbstractJsrEventDriver",
            JETTY_9 + "JsrSession");

    private Containers() {}

    static boolean have(String className) {
        return NAMES.contains(className)
                || (className.startsWith("org.eclipse.jetty.")
                        && (className.endsWith("WebSocketFrameHandler") || className.endsWith("WebSocketSession")));
    }

    static List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        changes.add(Change.toLibraryClass(TOMCAT + "server.WsHttpUpgradeHandler")
                .advise(isConstructor(), ConnectionAdvice.NoteHandshake.class)
                .advise(named("init").and(takesArguments(1)), ConnectionAdvice.MakeSessionInHandshake.class));
        changes.add(session(TOMCAT + "WsSession"));
        changes.add(
                Change.toLibraryClass(UNDERTOW_EXCHANGE).advise(isConstructor(), ConnectionAdvice.NoteHandshake.class));
        changes.add(Change.toLibraryClass(UNDERTOW + "EndpointSessionHandler")
                .advise(named("onConnect").and(takesArguments(2)), ConnectionAdvice.MakeSessionInHandshake.class));
        changes.add(session(UNDERTOW + "UndertowSession"));
        changes.add(Change.toLibraryClass(JETTY_9 + "endpoints.AbstractJsrEventDriver")
                .advise(isConstructor(), ConnectionAdvice.NoteHandshakeOfWebSocket.class));
        changes.add(session(JETTY_9 + "JsrSession"));
        for (String each : JETTY) {
            changes.add(Change.toLibraryClass(each + "WebSocketFrameHandler")
                    .advise(isConstructor(), ConnectionAdvice.NoteHandshakeOfEndpoint.class));
            changes.add(session(each + "WebSocketSession"));
        }
        return changes;
    }

    private static Change session(String name) {
        return Change.toLibraryClass(name).advise(isConstructor(), ConnectionAdvice.NoteSession.class);
    }
}
