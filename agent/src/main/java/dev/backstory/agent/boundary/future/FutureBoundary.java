package dev.backstory.agent.boundary.future;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.nameMatches;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import dev.backstory.agent.boot.Tasks;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.context.Scope;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;

/** A stage carries what the code had that registered it, so that it does not matter who completes the future. */
public final class FutureBoundary implements AgentBoundary {

    private static final String FUTURE = "java.util.concurrent.CompletableFuture";

    @Override
    public String name() {
        return "future";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader == null ? className.startsWith(FUTURE) : ListenableFutures.looksAt(className);
    }

    @Override
    public List<Change> changes() {
        return List.of(
                ListenableFutures.change(),
                Change.toJdkClass(FUTURE).advise(nameMatches("(uni|bi|or).*Stage"), InstallWhileRegistering.class),
                Change.toJdkClass(FUTURE + "$Completion").advise(isConstructor(), CaptureWhenRegistered.class),
                Change.toJdkClass(FUTURE + "$AsyncSupply")
                        .advise(isConstructor(), CaptureWhenRegistered.class)
                        .advise(named("run").and(takesNoArguments()), ActivateAroundStage.class),
                Change.toJdkClass(FUTURE + "$AsyncRun")
                        .advise(isConstructor(), CaptureWhenRegistered.class)
                        .advise(named("run").and(takesNoArguments()), ActivateAroundStage.class),
                Change.to(
                                (name, loader) -> loader == null
                                        && (name.startsWith(FUTURE + "$Uni")
                                                || name.startsWith(FUTURE + "$Bi")
                                                || name.startsWith(FUTURE + "$Or")),
                                ElementMatchers.any())
                        .advise(named("tryFire"), ActivateAroundStage.class));
    }

    static final class CaptureWhenRegistered {
        private CaptureWhenRegistered() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object stage) {
            Tasks.registered(stage);
        }
    }

    /** A future that is complete already runs the function at once, inside {@code main} too. */
    static final class InstallWhileRegistering {
        private InstallWhileRegistering() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter() {
            return Tasks.registering();
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Scope scope) {
            Tasks.close(scope);
        }
    }

    static final class ActivateAroundStage {
        private ActivateAroundStage() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.This Object stage) {
            return Tasks.fire(stage);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Scope scope) {
            Tasks.close(scope);
        }
    }
}
