package dev.backstory.agent.boundary.reactive;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isInterface;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import dev.backstory.agent.boot.Subscriptions;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.context.Scope;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * A function in a stream belongs to who subscribed, whichever thread brings the element. Each operator makes an object per
 * subscription, on the subscriber's thread: that carries the context, so no operator is wrapped and no stream is another object
 * than without the agent. A coroutine belongs to who launched it, whoever resumes it.
 */
public final class ReactiveBoundary implements AgentBoundary {

    private static final String REACTOR = "reactor.core.publisher.";
    private static final String RXJAVA = "io.reactivex.rxjava3.internal.";
    /** What a coroutine of Kotlin's is dispatched as, from where it is launched, or waits, to where it goes on. */
    private static final String COROUTINE = "kotlinx.coroutines.DispatchedTask";

    @Override
    public String name() {
        return "reactive";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return isOperator(className, loader) || (loader != null && className.equals(COROUTINE));
    }

    private static boolean isOperator(String className, @Nullable ClassLoader loader) {
        return loader != null && (className.startsWith(REACTOR) || className.startsWith(RXJAVA));
    }

    @Override
    public List<Change> changes() {
        ElementMatcher.Junction<MethodDescription> signals = not(isAbstract())
                .and(not(isStatic()))
                .and(namedOneOf("onNext", "tryOnNext", "onSuccess", "onError")
                        .and(takesArguments(1))
                        .or(namedOneOf("onComplete", "cancel", "dispose").and(takesNoArguments()))
                        .or(namedOneOf("request").and(takesArguments(1)).and(takesArgument(0, long.class))));
        return List.of(
                Change.toCarrying(
                                ReactiveBoundary::isOperator, not(isInterface()).and(declaresMethod(signals)))
                        .advise(isConstructor(), CaptureSubscriber.class)
                        .advise(signals, SignalInSubscribersContext.class),
                Change.toCarryingLibraryClass(COROUTINE)
                        .advise(isConstructor(), CaptureSubscriber.class)
                        .advise(named("run").and(takesNoArguments()), SignalInSubscribersContext.class));
    }

    static final class CaptureSubscriber {

        private CaptureSubscriber() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object operator) {
            Subscriptions.made(operator);
        }
    }

    static final class SignalInSubscribersContext {

        private SignalInSubscribersContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.This Object operator) {
            return Subscriptions.enter(operator);
        }
    }
}
