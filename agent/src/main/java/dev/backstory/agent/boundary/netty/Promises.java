package dev.backstory.agent.boundary.netty;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.NettyListeners;
import dev.backstory.agent.boundary.Change;
import dev.backstory.context.Scope;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A listener belongs to who added it, whoever completes the promise. */
final class Promises {

    private static final String PROMISE = "io.netty.util.concurrent.DefaultPromise";

    private Promises() {}

    static boolean have(String className) {
        return className.equals(PROMISE);
    }

    static List<Change> changes() {
        return List.of(Change.toCarryingLibraryClass(PROMISE)
                .advise(namedOneOf("addListener", "addListeners").and(takesArguments(1)), AskBeforeTheLock.class)
                .advise(named("addListener0").and(takesArguments(1)), CaptureWhenAdded.class)
                .advise(named("removeListener0").and(takesArguments(1)), ReleaseWhenRemoved.class)
                .advise(named("notifyListener0").and(takesArguments(2)), TellEndInContext.class)
                .advise(named("notifyProgressiveListener0").and(takesArguments(4)), TellProgressInContext.class));
    }

    static final class AskBeforeTheLock {
        private AskBeforeTheLock() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object listener) {
            NettyListeners.adding(listener);
        }
    }

    static final class CaptureWhenAdded {
        private CaptureWhenAdded() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object promise, @Advice.Argument(0) Object listener) {
            NettyListeners.added(promise, listener);
        }
    }

    static final class ReleaseWhenRemoved {
        private ReleaseWhenRemoved() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object promise, @Advice.Argument(0) Object listener) {
            NettyListeners.removed(promise, listener);
        }
    }

    static final class TellEndInContext {
        private TellEndInContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.Argument(0) Object promise, @Advice.Argument(1) Object listener) {
            return NettyListeners.tellEnd(promise, listener);
        }
    }

    static final class TellProgressInContext {
        private TellProgressInContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.Argument(0) Object promise, @Advice.Argument(1) Object listener) {
            return NettyListeners.tellProgress(promise, listener);
        }
    }
}
