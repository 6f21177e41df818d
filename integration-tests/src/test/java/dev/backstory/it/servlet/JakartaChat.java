package dev.backstory.it.servlet;

import dev.backstory.it.harness.Case;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Endpoints of the {@code jakarta} API; the build makes {@code JavaxChat} of it for the other. */
@ServerEndpoint("/chat/{room}")
public final class JakartaChat {

    private static final ExecutorService POOL = Executors.newFixedThreadPool(1);

    @OnOpen
    public void opened(Session session) throws IOException {
        Case.publish("opened");
        session.getBasicRemote().sendText("welcome");
    }

    /** Without a session among its parameters: a container need not tell of it. */
    @OnMessage
    public String said(String text) throws Exception {
        Case.publish("message " + text);
        if (text.equals("throw")) {
            throw new IllegalStateException("as planned");
        }
        POOL.submit(() -> Case.publish("pooled " + text)).get();
        return text;
    }

    @OnMessage
    public void part(byte[] part, boolean last, Session session) throws IOException {
        Case.publish("bytes " + part.length + " " + last);
        if (last) {
            session.getBasicRemote().sendText("all");
        }
    }

    @OnError
    public void failed(Session session, Throwable failure) {
        Case.publish("error");
    }

    @OnClose
    public void closed() {
        Case.publish("closed");
    }

    /** Registers handlers instead. */
    public static final class Programmatic extends Endpoint {

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            switch (String.valueOf(session.getPathParameters().get("kind"))) {
                case "named" -> session.addMessageHandler(new Named(session));
                case "parts" -> session.addMessageHandler(new Parts(session));
                case "lambda" -> session.addMessageHandler(String.class, text -> answer(session, text));
                case "lambda-parts" ->
                    session.addMessageHandler(String.class, (part, last) -> answer(session, part + " " + last));
                default -> addAndRemove(session);
            }
        }

        private static void addAndRemove(Session session) {
            MessageHandler.Whole<String> lambda = text -> answer(session, text);
            session.addMessageHandler(String.class, lambda);
            Case.publish("has it: " + session.getMessageHandlers().contains(lambda));
            session.removeMessageHandler(lambda);
            Case.publish("has some: " + !session.getMessageHandlers().isEmpty());
        }
    }

    private static final class Named implements MessageHandler.Whole<String> {

        private final Session session;

        private Named(Session session) {
            this.session = session;
        }

        @Override
        public void onMessage(String text) {
            answer(session, text);
        }
    }

    private static final class Parts implements MessageHandler.Partial<String> {

        private final Session session;

        private Parts(Session session) {
            this.session = session;
        }

        @Override
        public void onMessage(String part, boolean last) {
            answer(session, part + " " + last);
        }
    }

    private static void answer(Session session, String text) {
        Case.publish("message " + text);
        try {
            session.getBasicRemote().sendText(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deploys the endpoints. */
    public static final class Deployer implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            ServerContainer container =
                    (ServerContainer) event.getServletContext().getAttribute(ServerContainer.class.getName());
            try {
                container.addEndpoint(JakartaChat.class);
                container.addEndpoint(ServerEndpointConfig.Builder.create(Programmatic.class, "/programmatic/{kind}")
                        .build());
            } catch (DeploymentException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            // Abstract before Servlet 4.
        }
    }
}
