package dev.backstory.agent.boundary.httpclient;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.LibraryCalls;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** OkHttp 4 and 5. Its queue hands the next call to its pool on the thread that has ended another one. */
final class OkHttpClients {

    private static final String EXCHANGE = "okhttp3.internal.connection.Exchange";
    private static final String CALL = "okhttp3.internal.connection.RealCall$AsyncCall";
    /** Until 4.6. */
    private static final String OLDER_CALL = "okhttp3.RealCall$AsyncCall";

    private static final String POOL = "okhttp3.internal.connection.RealConnectionPool";
    /** Since 4.6. */
    private static final String TASKS = "okhttp3.internal.concurrent.TaskRunner$RealBackend";

    private static final Set<String> CLASSES = Set.of(EXCHANGE, CALL, OLDER_CALL, POOL, TASKS);

    private OkHttpClients() {}

    static boolean have(String className) {
        return CLASSES.contains(className);
    }

    static List<Change> changes() {
        return List.of(
                Change.toLibraryClass(EXCHANGE)
                        .advise(named("writeRequestHeaders").and(takesArguments(1)), InjectIntoCopy.class),
                ofCalls(CALL),
                ofCalls(OLDER_CALL),
                Change.toLibraryClass(POOL).advise(named("put").and(takesArguments(1)), HideCaller.class),
                Change.toLibraryClass(TASKS).advise(named("execute"), HideCaller.class));
    }

    private static Change ofCalls(String name) {
        return Change.toCarryingLibraryClass(name)
                .advise(isConstructor(), CaptureInConstructor.class)
                .advise(named("run").and(takesArguments(0)), RunInContext.class);
    }

    static final class InjectIntoCopy {

        private InjectIntoCopy() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces an argument
        static void enter(
                @Advice.Argument(value = 0, readOnly = false, typing = Assigner.Typing.DYNAMIC) Object request) {
            request = LibraryCalls.writing(request);
        }
    }

    static final class CaptureInConstructor {

        private CaptureInConstructor() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object call) {
            LibraryCalls.enqueued(call);
        }
    }

    static final class RunInContext {

        private RunInContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.This Object call) {
            return LibraryCalls.running(call);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object scope) {
            LibraryCalls.ran(scope);
        }
    }

    static final class HideCaller {

        private HideCaller() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter() {
            return LibraryCalls.hidingCaller();
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object scope) {
            LibraryCalls.ran(scope);
        }
    }
}
