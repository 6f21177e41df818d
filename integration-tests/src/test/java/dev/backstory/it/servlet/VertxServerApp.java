package dev.backstory.it.servlet;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.it.clients.VertxCalls;
import dev.backstory.it.harness.Case;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Vert.x's HTTP server, with routers and without: its handler says which route it was, as routers do. Compiled for version 5, run on both. */
final class VertxServerApp {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Router ROUTER = VertxRoutes.all(VERTX);

    private static @Nullable Integer port;

    private VertxServerApp() {}

    /** The port; starts the server when it is called first. */
    static synchronized int port() throws Exception {
        if (port == null) {
            CompletableFuture<Integer> listening = new CompletableFuture<>();
            VERTX.exceptionHandler(
                    failure -> Case.publish("reported " + failure.getClass().getName()));
            VERTX.createHttpServer()
                    .requestHandler(VertxServerApp::handle)
                    .listen(0, "127.0.0.1")
                    .onSuccess(server -> listening.complete(server.actualPort()));
            port = listening.get(60, TimeUnit.SECONDS);
        }
        return port;
    }

    private static void handle(HttpServerRequest request) {
        switch (request.path().split("/", 3)[1]) {
            case "seen" -> request.response().end(here());
            case "seen-later" -> VERTX.setTimer(1, id -> request.response().end(here()));
            case "plain" -> plain(request);
            case "later" -> later(request);
            case "body" -> body(request);
            case "broken" -> broken(request);
            case "late" -> late(request);
            case "head" -> head(request);
            case "upgrade" -> request.toWebSocket().onSuccess(socket -> Case.publish("upgraded"));
            case "gone" -> gone(request);
            case "routed" -> ROUTER.handle(request);
            case "called" -> called(request);
            case "onward" -> onward(request);
            case "redirect" ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", request.getParam("to"))
                        .end();
            default -> request.response().setStatusCode(503).end("refused");
        }
    }

    private static String here() {
        return String.valueOf(CausalContext.current().correlationId());
    }

    private static void plain(HttpServerRequest request) {
        request.routed("/plain/:word");
        Case.publish("handled");
        request.response().setStatusCode(201).end("done");
        Case.publish("after");
    }

    /** Over a worker, a timer and the event loop, and the answer's end. */
    private static void later(HttpServerRequest request) {
        request.response().endHandler(nothing -> Case.publish("answered"));
        VERTX.executeBlocking(() -> {
                    Case.publish("blocking");
                    return "later";
                })
                .onSuccess(text -> VERTX.setTimer(1, id -> {
                    Case.publish("later");
                    request.response().setStatusCode(202).end(text);
                }));
    }

    /** What comes after the head is told later, each time it arrives. */
    private static void body(HttpServerRequest request) {
        StringBuilder body = new StringBuilder();
        request.handler(part -> {
            Case.publish("part");
            body.append(part);
        });
        request.endHandler(nothing -> {
            Case.publish("whole");
            request.response().end(body + " " + here());
        });
    }

    private static void broken(HttpServerRequest request) {
        Case.publish("broken");
        throw new IllegalStateException(request.path());
    }

    /** Throws what it does not declare, as Kotlin's handlers may; the answer was asked for before. */
    private static void late(HttpServerRequest request) {
        later(request);
        throw VertxServerApp.<RuntimeException>undeclared(new IOException(request.path()));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what the compiler does not see is thrown
    private static <T extends Throwable> RuntimeException undeclared(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Somebody in no story answers. */
    private static void head(HttpServerRequest request) {
        request.response().headersEndHandler(nothing -> Case.publish("head"));
        try (Scope ignored = CausalContext.NONE.activate()) {
            VERTX.runOnContext(nothing -> request.response().end());
        }
    }

    /** Never answers: the client goes away. */
    private static void gone(HttpServerRequest request) {
        request.response().closeHandler(nothing -> Case.publish("closed"));
        request.response().setChunked(true).write("a part");
        Case.publish("waiting");
    }

    /** Answers with the ids that it was sent. */
    private static void called(HttpServerRequest request) {
        Case.publish("called");
        StringBuilder received = new StringBuilder();
        for (String each : new String[] {"X-Correlation-ID", "X-Causation-ID", "baggage", "X-Own"}) {
            received.append(each)
                    .append('=')
                    .append(String.join("+", request.headers().getAll(each)))
                    .append('\n');
        }
        request.body().onSuccess(body -> request.response().end(received.toString()));
    }

    private static void onward(HttpServerRequest request) {
        Case.publish("between");
        CompletableFuture<Void> ignored = VertxCalls.call(
                        "http", request.getParam("to"), () -> Case.publish("answered"))
                .thenAccept(answer -> request.response().end(answer));
    }
}
