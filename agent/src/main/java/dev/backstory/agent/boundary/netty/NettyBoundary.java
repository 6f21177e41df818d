package dev.backstory.agent.boundary.netty;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import dev.backstory.agent.boot.NettyTasks;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.context.Scope;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Netty as an application's executors, promises and timer; not the copies that others ship under names of their own. */
public final class NettyBoundary implements AgentBoundary {

    private static final String PIPELINE = "io.netty.channel.DefaultChannelPipeline";
    private static final String TIMEOUT = "io.netty.util.HashedWheelTimer$HashedWheelTimeout";
    private static final Set<String> OTHERS = Set.of(PIPELINE, TIMEOUT);

    @Override
    public String name() {
        return "netty";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null
                && className.startsWith("io.netty.")
                && (OTHERS.contains(className) || EventExecutors.have(className) || Promises.have(className));
    }

    @Override
    public List<Change> changes() {
        return Stream.of(EventExecutors.changes(), Promises.changes(), List.of(pipeline(), timeout()))
                .flatMap(List::stream)
                .toList();
    }

    private static Change pipeline() {
        return Change.toLibraryClass(PIPELINE)
                .advise(nameStartsWith("fire").and(isPublic()), RestoreAfterHandlers.class);
    }

    private static Change timeout() {
        return Change.toCarryingLibraryClass(TIMEOUT)
                .advise(isConstructor().and(takesArguments(3)), CaptureWhenMade.class)
                .advise(named("run").and(takesNoArguments()), ExpireInContext.class)
                .advise(named("cancel").and(takesNoArguments()), ReleaseWhenCancelled.class);
    }

    static final class RestoreAfterHandlers {
        private RestoreAfterHandlers() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter() {
            return NettyTasks.call();
        }
    }

    static final class CaptureWhenMade {
        private CaptureWhenMade() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object timeout, @Advice.Argument(1) Object task) {
            NettyTasks.timed(timeout, task);
        }
    }

    static final class ExpireInContext {
        private ExpireInContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.This Object timeout) {
            return NettyTasks.expired(timeout);
        }
    }

    static final class ReleaseWhenCancelled {
        private ReleaseWhenCancelled() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object timeout, @Advice.Return boolean cancelled) {
            if (cancelled) {
                NettyTasks.cancelled(timeout);
            }
        }
    }
}
