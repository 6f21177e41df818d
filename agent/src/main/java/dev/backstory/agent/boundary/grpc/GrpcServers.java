package dev.backstory.agent.boundary.grpc;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.GrpcRequest;
import dev.backstory.agent.boundary.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Servers: what the application is told of a call comes as tasks of a context of gRPC's, which is made for that call alone. */
final class GrpcServers {

    private static final String CALL = "io.grpc.internal.ServerCallImpl";
    private static final String LISTENER = "io.grpc.internal.ServerCallImpl$ServerStreamListenerImpl";
    private static final String CONTEXT = "io.grpc.Context$CancellableContext";
    /** Of calls over the network, and of those inside the process. */
    private static final Set<String> STREAMS = Set.of(
            "io.grpc.internal.AbstractServerStream",
            "io.grpc.inprocess.InProcessTransport$InProcessStream$InProcessServerStream");

    private GrpcServers() {}

    static boolean have(String className) {
        return className.equals(CALL)
                || className.equals(LISTENER)
                || className.equals(CONTEXT)
                || STREAMS.contains(className);
    }

    static List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        changes.add(Change.toCarryingLibraryClass(CONTEXT));
        for (String each : STREAMS) {
            // Where a method throws, the server closes the stream itself, and not by the call.
            changes.add(Change.toCarryingLibraryClass(each)
                    .advise(named("close").and(takesArguments(2)), CloseStreamWithId.class)
                    .advise(named("cancel").and(takesArguments(1)), Cancel.class));
        }
        changes.add(Change.toCarryingLibraryClass(CALL)
                .advise(isConstructor(), Begin.class)
                .advise(named("sendHeaders").and(takesArguments(1)), AnswerWithId.class)
                .advise(named("close").and(takesArguments(2)), CloseWithId.class));
        changes.add(Change.toLibraryClass(LISTENER).advise(named("closed").and(takesArguments(1)), End.class));
        return changes;
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
                @Advice.This Object call,
                @Advice.Argument(0) Object status,
                @Advice.Argument(value = 1, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object trailers) {
            trailers = GrpcRequest.closing(call, status, trailers);
        }
    }

    static final class CloseStreamWithId {

        private CloseStreamWithId() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets an argument
        static void enter(
                @Advice.This Object stream,
                @Advice.Argument(0) Object status,
                @Advice.Argument(value = 1, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object trailers) {
            trailers = GrpcRequest.closingStream(stream, status, trailers);
        }
    }

    static final class Cancel {

        private Cancel() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object stream, @Advice.Argument(0) Object status) {
            GrpcRequest.cancelling(stream, status);
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
