package dev.backstory.agent.boot;

import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import java.net.InetSocketAddress;
import java.util.Enumeration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A gRPC call that a server has received, and its step: from before its interceptors until its listener knows that it is over. */
public final class GrpcRequest {

    private static final Call NAME = new Call("getFullMethodName", 0);
    private static final Call ATTRIBUTES = new Call("getAttributes", 0);
    private static final Call ATTRIBUTE = new Call("get", 1);
    private static final Call CODE = new Call("getCode", 0);

    /** What is the server's fault. */
    private static final Set<String> FAILURES =
            Set.of("UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS");

    private static final ClassValue<Object> REMOTE = new ClassValue<>() {
        @Override
        protected Object computeValue(Class<?> attributes) {
            try {
                return Class.forName("io.grpc.Grpc", true, attributes.getClassLoader())
                        .getField("TRANSPORT_ATTR_REMOTE_ADDR")
                        .get(null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("unknown gRPC", e);
            }
        }
    };

    private final Step step;
    /** Whether the stream tells what becomes of the application's answer; otherwise the answer itself counts. */
    private final boolean isStreamSeen;

    private volatile @Nullable String answered;
    private volatile boolean isNamed;

    private GrpcRequest(Step step, boolean isStreamSeen) {
        this.step = step;
        this.isStreamSeen = isStreamSeen;
    }

    /** A server has found the method that is called; interceptors and the method itself come later, as tasks of that context. */
    public static void received(Object call, Object stream, Object method, Object headers, Object ofGrpc) {
        if (Place.GRPC.isOn()) {
            String name = Objects.requireNonNull(NAME.text(method));
            Step step = RequestRules.step(new Received(headers, stream), "gRPC", name)
                    .application(Thread.currentThread().getContextClassLoader())
                    .start();
            GrpcRequest request = new GrpcRequest(step, stream instanceof Carrying);
            Attached.set(call, request);
            if (stream instanceof Carrying seen) {
                seen.backstory$carry(request);
            }
            Attached.set(ofGrpc, request);
        }
    }

    /** The server is about to send what comes before the first message: what it shall send. */
    public static Object answering(Object call, Object headers) {
        return Attached.get(call) instanceof GrpcRequest request ? request.nameStory(headers) : headers;
    }

    /**
     * The application ends the call with that status. Of a call without an answer, refused ones above all, the trailers are all that is
     * sent: what it shall send. An answer that lacks its message is none: the server then cancels the stream.
     */
    public static Object closing(Object call, Object status, Object trailers) {
        return Attached.get(call) instanceof GrpcRequest request
                ? request.closing(status, trailers, !request.isStreamSeen)
                : trailers;
    }

    /** The server closes a call's stream, on behalf of the application or because its method has thrown. */
    public static Object closingStream(Object stream, Object status, Object trailers) {
        return Attached.get(stream) instanceof GrpcRequest request ? request.closing(status, trailers, true) : trailers;
    }

    private Object closing(Object status, Object trailers, boolean counts) {
        if (counts) {
            answeredWith(status);
        }
        return nameStory(trailers);
    }

    /** The server ends a call's stream without an answer. */
    public static void cancelling(Object stream, Object status) {
        if (Attached.get(stream) instanceof GrpcRequest request) {
            request.answeredWith(status);
        }
    }

    private void answeredWith(Object status) {
        if (answered == null) {
            answered = CODE.text(status);
        }
    }

    /** In the first metadata that is sent; and what comes with another call's answer, that a gateway passes on, names no other. */
    private Object nameStory(Object metadata) {
        GrpcMetadata answer = new GrpcMetadata(metadata);
        boolean isOurs = isNamed && answer.get(IncomingIds.CORRELATION) == null;
        isNamed = true;
        return isOurs || !RequestRules.answerWithId()
                ? metadata
                : answer.with(IncomingIds.CORRELATION, step.correlationId());
    }

    /** The listener was told that the call is over, and how. */
    public static void closed(Object ofGrpc, Object status) {
        if (Attached.get(ofGrpc) instanceof GrpcRequest request) {
            String own = request.answered;
            request.end(own == null ? CODE.text(status) : own);
        }
    }

    private void end(@Nullable String code) {
        if (code != null) {
            step.attribute("status", code);
            if (FAILURES.contains(code)) {
                step.fail("status " + code);
            }
        }
        step.end();
    }

    static @Nullable Visit enter(Object ofGrpc) {
        return Attached.get(ofGrpc) instanceof GrpcRequest request ? new Visit(request) : null;
    }

    /** A task of the call on one of the server's threads. */
    static final class Visit {

        private final GrpcRequest request;
        private final Scope scope;

        private Visit(GrpcRequest request) {
            this.request = request;
            this.scope = request.step.context().activate();
        }

        /** The server has made an answer of what the application throws, which may say that the caller is at fault, and tells it no more. */
        void end(@Nullable Throwable thrown) {
            scope.close();
            if (thrown != null) {
                String code = Objects.requireNonNullElse(request.answered, "UNKNOWN");
                if (code.equals("OK") || FAILURES.contains(code)) {
                    request.step.fail(thrown);
                }
                request.end(code);
            }
        }
    }

    /** What came with a call, and from where. */
    private static final class Received implements IncomingIds.Headers {

        private static final String THIS_MACHINE = "127.0.0.1";

        private final GrpcMetadata headers;
        private final Object stream;

        Received(Object headers, Object stream) {
            this.headers = new GrpcMetadata(headers);
            this.stream = stream;
        }

        @Override
        public @Nullable Enumeration<String> all(String name) {
            return headers.all(name);
        }

        /** What has no address of the network comes from this process, or by a socket of this machine's file system. */
        @Override
        public @Nullable String peer() {
            Object attributes = Objects.requireNonNull(ATTRIBUTES.on(stream));
            Object remote = ATTRIBUTE.on(attributes, REMOTE.get(attributes.getClass()));
            return remote instanceof InetSocketAddress peer ? Peers.numeric(peer) : THIS_MACHINE;
        }
    }
}
