package dev.backstory.agent.boundary.grpc;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.GrpcCalls;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.agent.boundary.RequestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** gRPC without interceptors: a call names the story that it comes from, and is a request where it arrives. */
public final class GrpcBoundary implements AgentBoundary {

    private static final String INTERNAL = "io.grpc.internal.";
    private static final String CHANNEL = INTERNAL + "ManagedChannelImpl$RealChannel";
    private static final String WAITING = INTERNAL + "DelayedClientCall";
    private static final String CALL = INTERNAL + "ClientCallImpl";
    private static final String LISTENER = INTERNAL + "ClientCallImpl$ClientStreamListenerImpl";
    private static final String TASK = INTERNAL + "ContextRunnable";
    /** A call whose name resolver chooses what it is called with. */
    private static final String CHOSEN = INTERNAL + "ManagedChannelImpl$ConfigSelectingClientCall";

    private static final Set<String> CLASSES = Set.of(CHANNEL, WAITING, CALL, CHOSEN, LISTENER, TASK);

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null && (CLASSES.contains(className) || GrpcServers.have(className));
    }

    @Override
    public void prepare() {
        RequestSettings.enforce();
    }

    @Override
    public List<Change> changes() {
        List<Change> changes = new ArrayList<>(GrpcServers.changes());
        changes.add(Change.toLibraryClass(CHANNEL).advise(named("newCall").and(takesArguments(2)), KnowHost.class));
        changes.add(Change.toCarryingLibraryClass(WAITING)
                .advise(named("start").and(takesArguments(2)), InjectAtFirstStart.class)
                .advise(named("setCall").and(takesArguments(1)), HandOn.class));
        for (String each : List.of(CALL, CHOSEN)) {
            changes.add(Change.toCarryingLibraryClass(each)
                    .advise(named("start").and(takesArguments(2)), InjectAtFirstStart.class));
        }
        changes.add(Change.toCarryingLibraryClass(LISTENER)
                .advise(isConstructor(), CaptureCaller.class)
                .advise(named("headersRead").and(takesArguments(1)), TellInCallersContext.class)
                .advise(named("messagesAvailable").and(takesArguments(1)), TellInCallersContext.class)
                .advise(named("onReady").and(takesArguments(0)), TellInCallersContext.class)
                .advise(named("closed").and(takesArguments(3)), TellInCallersContext.class));
        changes.add(Change.toCarryingLibraryClass(TASK)
                .advise(isConstructor(), CaptureInConstructor.class)
                .advise(named("run").and(takesArguments(0)), RunInContext.class));
        return changes;
    }

    static final class KnowHost {

        private KnowHost() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object channel, @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object call) {
            GrpcCalls.made(channel, call);
        }
    }

    static final class InjectAtFirstStart {

        private InjectAtFirstStart() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.This Object call, @Advice.Argument(1) Object headers) {
            return GrpcCalls.starting(call, headers);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object scope) {
            GrpcCalls.leave(scope);
        }
    }

    static final class HandOn {

        private HandOn() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object waiting, @Advice.Argument(0) @Nullable Object call) {
            GrpcCalls.found(waiting, call);
        }
    }

    static final class CaptureCaller {

        private CaptureCaller() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object listener) {
            GrpcCalls.listening(listener);
        }
    }

    static final class TellInCallersContext {

        private TellInCallersContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.This Object listener) {
            return GrpcCalls.told(listener);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object scope) {
            GrpcCalls.leave(scope);
        }
    }

    static final class CaptureInConstructor {

        private CaptureInConstructor() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object task) {
            GrpcCalls.queued(task);
        }
    }

    static final class RunInContext {

        private RunInContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(
                @Advice.This Object task,
                @Advice.FieldValue(value = "context", typing = Assigner.Typing.DYNAMIC) Object ofGrpc) {
            return GrpcCalls.running(task, ofGrpc);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object entered, @Advice.Thrown @Nullable Throwable thrown) {
            if (entered != null) {
                GrpcCalls.ran(entered, thrown);
            }
        }
    }
}
