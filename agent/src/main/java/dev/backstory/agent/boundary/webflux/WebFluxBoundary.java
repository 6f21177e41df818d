package dev.backstory.agent.boundary.webflux;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.WebFluxRequests;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.agent.boundary.RequestSettings;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * A request to WebFlux begins a story, or continues one that a trusted peer names, from its first filter on. What makes its answer
 * is subscribed to in its context; from there the streams carry it.
 */
public final class WebFluxBoundary implements AgentBoundary {

    private static final String ADAPTER = "org.springframework.web.server.adapter.HttpWebHandlerAdapter";
    private static final String RESPONSE = "org.springframework.http.server.reactive.AbstractServerHttpResponse";

    @Override
    public String name() {
        return "webflux";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null
                && className.startsWith("org.springframework.")
                && (className.equals(ADAPTER) || className.equals(RESPONSE) || SpringSecurityFilters.have(className));
    }

    @Override
    public void prepare() {
        RequestSettings.enforce();
    }

    @Override
    public List<Change> changes() {
        List<Change> changes = new ArrayList<>(SpringSecurityFilters.changes());
        changes.add(Change.toCarryingLibraryClass(RESPONSE));
        changes.add(Change.toLibraryClass(ADAPTER)
                .advise(named("handle").and(takesArguments(2)), BeginAndSubscribeInside.class)
                .advise(named("createExchange").and(takesArguments(2)), NoticeExchange.class));
        return changes;
    }

    static final class BeginAndSubscribeInside {

        private BeginAndSubscribeInside() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.Argument(0) Object request, @Advice.Argument(1) Object response)
                throws Throwable {
            return WebFluxRequests.enter(request, response);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces what is returned
        static void exit(
                @Advice.Enter @Nullable Object entered,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object answering,
                @Advice.Thrown @Nullable Throwable thrown) {
            if (entered != null) {
                answering = WebFluxRequests.exit(entered, answering, thrown);
            }
        }
    }

    static final class NoticeExchange {

        private NoticeExchange() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.Argument(1) Object response, @Advice.Return Object exchange) {
            WebFluxRequests.exchanging(response, exchange);
        }
    }
}
