package dev.backstory.it.grpc;

import dev.backstory.it.harness.Case;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The called service: each method publishes; written without generated code, which adds nothing to how a call goes. */
final class Orders {

    static final MethodDescriptor<String, String> PLACE = method("Place", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<String, String> LATER = method("Later", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<String, String> REFUSE = method("Refuse", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<String, String> BREAK = method("Break", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<String, String> FORGET = method("Forget", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<String, String> GUARDED = method("Guarded", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<String, String> CHAT = method("Chat", MethodDescriptor.MethodType.BIDI_STREAMING);

    /** One object for all refusals, as an exception that is made once has it. */
    private static final Metadata TRAILERS = new Metadata();

    private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

    private Orders() {}

    private static MethodDescriptor<String, String> method(String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setType(type)
                .setFullMethodName("shop.Orders/" + name)
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
    }

    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("shop.Orders")
                .addMethod(PLACE, ServerCalls.asyncUnaryCall(Orders::place))
                .addMethod(
                        LATER,
                        ServerCalls.asyncUnaryCall((text, answer) -> POOL.execute(() -> {
                            Case.publish("later " + text);
                            answer(answer, text);
                        })))
                .addMethod(REFUSE, ServerCalls.asyncUnaryCall((text, answer) -> {
                    Case.publish("refused");
                    answer.onError(Status.fromCode(Status.Code.valueOf(text)).asRuntimeException(TRAILERS));
                }))
                .addMethod(BREAK, ServerCalls.asyncUnaryCall((text, answer) -> {
                    Case.publish("broken");
                    throw new IllegalStateException(text);
                }))
                .addMethod(FORGET, ServerCalls.asyncUnaryCall((text, answer) -> {
                    Case.publish("forgotten");
                    answer.onCompleted();
                }))
                .addMethod(GUARDED, ServerCalls.asyncUnaryCall(Orders::place))
                .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(Chat::new))
                .build();
    }

    private static void place(String text, StreamObserver<String> answer) {
        Case.publish("called by " + text);
        answer(answer, text);
    }

    private static void answer(StreamObserver<String> answer, String text) {
        answer.onNext(text);
        answer.onCompleted();
    }

    /** Sees the call before its method does. */
    static final class Intercepting implements ServerInterceptor {

        @Override
        public <T, R> ServerCall.Listener<T> interceptCall(
                ServerCall<T, R> call, Metadata headers, ServerCallHandler<T, R> next) {
            if (call.getMethodDescriptor().getFullMethodName().endsWith("Chat")) {
                Case.publish("intercepted");
            }
            if (call.getMethodDescriptor().getFullMethodName().endsWith("Guarded")) {
                Case.publish("guarded");
                throw Status.UNAUTHENTICATED.asRuntimeException();
            }
            return next.startCall(call, headers);
        }
    }

    /** Answers each word. */
    private static final class Chat implements StreamObserver<String> {

        private final StreamObserver<String> answer;

        Chat(StreamObserver<String> answer) {
            this.answer = answer;
        }

        @Override
        public void onNext(String word) {
            Case.publish("heard " + word);
            answer.onNext(word);
        }

        @Override
        public void onError(Throwable failure) {
            Case.publish("hung up");
        }

        @Override
        public void onCompleted() {
            Case.publish("all heard");
            answer.onCompleted();
        }
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {

        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
