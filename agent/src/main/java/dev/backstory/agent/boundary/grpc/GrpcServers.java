package dev.backstory.agent.boundary.grpc;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.GrpcRequest;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Servers: what the application is told of a call comes as tasks of a context of gRPC's, which is made for that call alone. */
final class GrpcServers {

    private static final String CALL = "io.grpc.internal.ServerCallImpl";
    private static final String LISTENER = "io.grpc.internal.ServerCallImpl$ServerStreamListenerImpl";
    private static final String CONTEXT = "io.grpc.Context$CancellableContext";
    private static final String STREAM = "io.grpc.internal.AbstractServerStream";
    private static final Set<String> CLASSES = Set.of(CALL, LISTENER, CONTEXT, STREAM);

    private GrpcServers() {}

    static boolean have(String className) {
        return CLASSES.contains(className);
    }

    static List<Change> changes() {
        return List.of(
                Change.toCarryingLibraryClass(CONTEXT),
                // Where a method throws, the server closes the stream itself, and not by the call.
                Change.toCarryingLibraryClass(STREAM).advise(named("close").and(takesArguments(2)), CloseWithId.class),
                Change.toCarryingLibraryClass(CALL)
                        .advise(isConstructor(), Begin.class)
                        .advise(named("sendHeaders").and(takesArguments(1)), AnswerWithId.class)
                        .advise(named("close").and(takesArguments(2)), CloseWithId.class),
                Change.toLibraryClass(LISTENER).advise(named("closed").and(takesArguments(1)), End.class));
    }

    static final class Begin {

        private Begin() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object call,
                @Advice.Argument(0) Object stream,
                @Advice.Argument(1) Object method,
                @Advice.Argument(2) Object headers,
                @Advice.Argument(3) Object ofGrpc) {
            GrpcRequest.received(call, stream, method, headers, ofGrpc);
        }
    }

    static final class AnswerWithId {

        private AnswerWithId() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static void enter(
                @Advice.This Object call,
                @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object headers) {
            headers = GrpcRequest.answering(call, headers);
        }
    }

    static final class CloseWithId {

        private CloseWithId() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static void enter(
                @Advice.This Object callOrStream,
                @Advice.Argument(0) Object status,
                @Advice.Argument(value = 1, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object trailers) {
            trailers = GrpcRequest.closing(callOrStream, status, trailers);
        }
    }

    static final class End {

        private End() {}

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.FieldValue(value = "context", typing = Assigner.Typing.DYNAMIC) Object ofGrpc,
                @Advice.Argument(0) Object status) {
            GrpcRequest.closed(ofGrpc, status);
        }
    }
}
