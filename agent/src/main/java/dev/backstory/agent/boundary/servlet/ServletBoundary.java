package dev.backstory.agent.boundary.servlet;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.Requests;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.agent.boundary.KindOf;
import dev.backstory.agent.boundary.LoaderHint;
import dev.backstory.agent.boundary.RequestSettings;
import dev.backstory.agent.boundary.Supertypes;
import dev.backstory.context.Scope;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** A request begins a story, or continues one that a trusted peer names. */
public final class ServletBoundary implements AgentBoundary {

    private final LoaderHint loaders = new LoaderHint("jakarta.servlet.Servlet", "javax.servlet.Servlet");
    private final Supertypes supertypes;

    /** With what knows the types of the servlet APIs among the ancestors of classes. */
    public ServletBoundary(Supertypes supertypes) {
        this.supertypes = supertypes;
    }

    @Override
    public String name() {
        return "servlet";
    }

    @Override
    public void prepare() {
        RequestSettings.enforce();
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loaders.match(className, loader);
    }

    /** The types of the servlet APIs that the class is a kind of. */
    @Override
    public @Nullable String kind(String className, @Nullable ClassLoader loader, byte[] classFile) {
        return loader == null ? null : supertypes.of(loader, classFile, "/servlet/");
    }

    @Override
    public List<Change> changes() {
        return List.of(
                implementing("Servlet").advise(method("service", "ServletRequest", 2), BeginAtTheOutermost.class),
                implementing("Filter").advise(method("doFilter", "ServletRequest", 3), BeginAtTheOutermost.class),
                // A filter that is a lambda has a class that cannot be changed; who calls the first one is a chain.
                implementing("FilterChain").advise(method("doFilter", "ServletRequest", 2), BeginAtTheOutermost.class),
                implementing("ServletRequest")
                        .advise(not(isAbstract()).and(named("startAsync")), NoticeStartAsync.class),
                implementing("AsyncContext")
                        .advise(named("start").and(takesArguments(Runnable.class)), CarryTask.class),
                implementing("AsyncListener")
                        .advise(
                                not(isAbstract())
                                        .and(namedOneOf("onComplete", "onTimeout", "onError", "onStartAsync"))
                                        .and(takesArguments(1)),
                                CallListenerInContext.class),
                implementing("ServletInputStream")
                        .advise(setting("setReadListener"), StreamListenerAdvice.CaptureOnRegistration.class),
                implementing("ServletOutputStream")
                        .advise(setting("setWriteListener"), StreamListenerAdvice.CaptureOnRegistration.class),
                implementing("ReadListener")
                        .advise(
                                not(isAbstract()).and(namedOneOf("onDataAvailable", "onAllDataRead", "onError")),
                                StreamListenerAdvice.RestoreAroundCall.class),
                implementing("WriteListener")
                        .advise(
                                not(isAbstract()).and(namedOneOf("onWritePossible", "onError")),
                                StreamListenerAdvice.RestoreAroundCall.class));
    }

    private static ElementMatcher<MethodDescription> setting(String name) {
        return not(isAbstract()).and(named(name)).and(takesArguments(1));
    }

    private Change implementing(String api) {
        return Change.to(this::looksAt, KindOf.anyOf("jakarta.servlet." + api, "javax.servlet." + api));
    }

    private static ElementMatcher<MethodDescription> method(String name, String firstArgument, int arguments) {
        return not(isAbstract())
                .and(named(name))
                .and(takesArguments(arguments))
                .and(takesArgument(
                        0, namedOneOf("jakarta.servlet." + firstArgument, "javax.servlet." + firstArgument)));
    }

    static final class BeginAtTheOutermost {

        private BeginAtTheOutermost() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(
                @Advice.This Object called, @Advice.Argument(0) Object request, @Advice.Argument(1) Object response)
                throws Throwable {
            return Requests.enter(called, request, response);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Object entered,
                @Advice.Argument(0) Object request,
                @Advice.Argument(1) Object response,
                @Advice.Thrown @Nullable Throwable thrown)
                throws Throwable {
            if (entered != null) {
                Requests.exit(entered, request, response, thrown);
            }
        }
    }

    static final class NoticeStartAsync {

        private NoticeStartAsync() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object request, @Advice.Return @Nullable Object context) throws Throwable {
            Requests.startedAsync(request, context);
        }
    }

    static final class CarryTask {

        private CarryTask() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces an argument
        static void enter(@Advice.Argument(value = 0, readOnly = false) Runnable task) {
            task = Requests.carried(task);
        }
    }

    static final class CallListenerInContext {

        private CallListenerInContext() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter(@Advice.Argument(0) Object event) throws Throwable {
            return Requests.enterListener(event);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Scope scope) {
            Requests.exitListener(scope);
        }
    }
}
