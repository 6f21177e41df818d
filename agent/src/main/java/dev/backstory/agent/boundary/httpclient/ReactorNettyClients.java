package dev.backstory.agent.boundary.httpclient;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.ReactorNettyCalls;
import dev.backstory.agent.boundary.Change;
import dev.backstory.context.Scope;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Reactor Netty's client, and so Spring's WebClient. It makes a handler for each subscription, on the subscriber's thread; all else
 * runs on the event loop of whichever connection is free.
 */
final class ReactorNettyClients {

    private static final String HANDLER = "reactor.netty.http.client.HttpClientConnect$HttpClientHandler";
    private static final String SENDING = "reactor.netty.http.client.HttpClientConnect$HttpIOHandlerObserver";
    private static final String CALLBACKS = "reactor.netty.http.client.HttpClientConfig$HttpClientDoOn";
    private static final String OPERATIONS = "reactor.netty.http.client.HttpClientOperations";
    private static final Set<String> CLASSES = Set.of(HANDLER, SENDING, CALLBACKS, OPERATIONS);

    private ReactorNettyClients() {}

    static boolean have(String className) {
        return CLASSES.contains(className);
    }

    static List<Change> changes() {
        return List.of(
                Change.toCarryingLibraryClass(HANDLER)
                        .advise(isConstructor(), CaptureSubscriber.class)
                        .advise(named("channel").and(takesArguments(1)), HandOnToRequest.class),
                observing(SENDING),
                observing(CALLBACKS),
                Change.toCarryingLibraryClass(OPERATIONS)
                        .advise(named("beforeMarkSentHeaders").and(takesArguments(0)), InjectIntoHead.class));
    }

    private static Change observing(String name) {
        return Change.toLibraryClass(name)
                .advise(named("onStateChange").and(takesArguments(2)), RunInSubscribersContext.class);
    }

    static final class CaptureSubscriber {

        private CaptureSubscriber() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object handler) {
            ReactorNettyCalls.subscribed(handler);
        }
    }

    static final class HandOnToRequest {

        private HandOnToRequest() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object handler, @Advice.Argument(0) Object request) {
            ReactorNettyCalls.connected(handler, request);
        }
    }

    static final class RunInSubscribersContext {

        private RunInSubscribersContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.Argument(0) Object request) {
            return ReactorNettyCalls.enter(request);
        }
    }

    static final class InjectIntoHead {

        private InjectIntoHead() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object request) {
            ReactorNettyCalls.sending(request);
        }
    }
}
