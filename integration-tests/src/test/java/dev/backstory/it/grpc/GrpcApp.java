package dev.backstory.it.grpc;

import dev.backstory.it.harness.Case;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolverRegistry;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptors;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Both sides of calls: one JVM calls the server in another. */
final class GrpcApp {

    private static final Metadata.Key<String> ID =
            Metadata.Key.of("X-Correlation-ID", Metadata.ASCII_STRING_MARSHALLER);
    private static final Map<String, ManagedChannel> CHANNELS = new ConcurrentHashMap<>();

    /** The name of a server in the same process. */
    static final String INSIDE = "inside";

    private static @Nullable Server running;

    private GrpcApp() {}

    static synchronized int port() throws IOException {
        if (running == null) {
            running = start(Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()));
        }
        return running.getPort();
    }

    private static Server start(ServerBuilder<?> server) throws IOException {
        return server.executor(Executors.newFixedThreadPool(2))
                .addService(ServerInterceptors.intercept(Orders.service(), new Orders.Intercepting()))
                .build()
                .start();
    }

    static {
        NameResolverRegistry.getDefaultRegistry().register(new ChoosingResolver.Provider());
    }

    private static ManagedChannel to(String target) {
        return CHANNELS.computeIfAbsent(
                target,
                each -> each.equals(INSIDE)
                        ? inside()
                        : Grpc.newChannelBuilder(each, InsecureChannelCredentials.create())
                                .build());
    }

    private static ManagedChannel inside() {
        try {
            start(InProcessServerBuilder.forName(INSIDE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return InProcessChannelBuilder.forName(INSIDE).build();
    }

    /** Calls in each way, each in a story of its own, and those that do not block all at once. */
    static void every_way(String target) throws Exception {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        // The first ones wait until the channel has found the address.
        for (String each : List.of("1", "2", "3")) {
            inStory("async " + each, () -> answers.add(async(target, Orders.PLACE, "async " + each)));
            inStory("future " + each, () -> answers.add(future(target, "future " + each)));
        }
        answers.forEach(CompletableFuture::join);
        inStory("blocking", () -> blocking(target, Orders.PLACE, "blocking"));
        blocking(target, Orders.PLACE, "nobody");
    }

    /** How often a resolver was asked how to make a call. */
    static int asked() {
        return ChoosingResolver.ASKED.get();
    }

    private static void inStory(String label, Case.Body body) throws Exception {
        Case.inStep(label, () -> {
            Case.publish(label);
            body.run();
        });
    }

    private static String blocking(String target, MethodDescriptor<String, String> method, String text) {
        return ClientCalls.blockingUnaryCall(to(target), method, CallOptions.DEFAULT, text);
    }

    private static CompletableFuture<String> async(
            String target, MethodDescriptor<String, String> method, String text) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        ClientCalls.asyncUnaryCall(
                to(target).newCall(method, CallOptions.DEFAULT), text, new Answer(answer, "callback of " + text));
        return answer;
    }

    private static CompletableFuture<String> future(String target, String text) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        var future = ClientCalls.futureUnaryCall(to(target).newCall(Orders.PLACE, CallOptions.DEFAULT), text);
        future.addListener(
                () -> {
                    Case.publish("callback of " + text);
                    answer.complete(text);
                },
                Runnable::run);
        return answer;
    }

    /** Words one after the other, each after the answer to the one before. */
    static void chat(String target) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Case.inStep("chat", () -> {
            Case.publish("calling");
            StreamObserver<String> words = ClientCalls.asyncBidiStreamingCall(
                    to(target).newCall(Orders.CHAT, CallOptions.DEFAULT), new Answer(answer, "answered"));
            words.onNext("one");
            words.onCompleted();
        });
        answer.join();
    }

    static void later(String target) throws Exception {
        inStory("calling", () -> blocking(target, Orders.LATER, "on"));
    }

    /** How it failed, and which story its trailers name. */
    static String refused(String target, String status) throws Exception {
        return failing(target, Orders.REFUSE, status);
    }

    static String broken(String target) throws Exception {
        return failing(target, Orders.BREAK, "broken");
    }

    static String forgetful(String target) throws Exception {
        return failing(target, Orders.FORGET, "forgetful");
    }

    static String guarded(String target) throws Exception {
        return failing(target, Orders.GUARDED, "guarded");
    }

    private static String failing(String target, MethodDescriptor<String, String> method, String text)
            throws Exception {
        List<String> answers = new ArrayList<>();
        inStory("calling", () -> {
            try {
                answers.add(blocking(target, method, text));
            } catch (StatusRuntimeException e) {
                answers.add(e.getStatus().getCode().name());
                Metadata trailers = e.getTrailers();
                answers.add(trailers == null ? "none" : String.valueOf(trailers.get(ID)));
            }
        });
        return String.join(" ", answers);
    }

    /** One object for the metadata of two calls, which gRPC does not ask for but which happens; the stories that the answers name. */
    static String same_metadata(String target) throws Exception {
        Metadata metadata = new Metadata();
        List<String> answers = new ArrayList<>();
        for (String each : List.of("first", "second")) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            inStory(each, () -> {
                var call = to(target).newCall(Orders.PLACE, CallOptions.DEFAULT);
                call.start(new Closing(answer), metadata);
                call.request(2);
                call.sendMessage(each);
                call.halfClose();
            });
            answers.add(answer.join());
        }
        return String.join(" ", answers);
    }

    private record Answer(CompletableFuture<String> whole, String label) implements StreamObserver<String> {

        @Override
        public void onNext(String text) {
            Case.publish(label);
        }

        @Override
        public void onError(Throwable failure) {
            whole.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            whole.complete(label);
        }
    }

    private static final class Closing extends io.grpc.ClientCall.Listener<String> {

        private final CompletableFuture<String> answer;
        private String id = "none";

        Closing(CompletableFuture<String> answer) {
            this.answer = answer;
        }

        @Override
        public void onHeaders(Metadata headers) {
            id = String.valueOf(headers.get(ID));
        }

        @Override
        public void onClose(io.grpc.Status status, Metadata trailers) {
            answer.complete(id);
        }
    }
}
