package dev.backstory.agent.boundary.websocket;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.failSafe;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.agent.boundary.KindOf;
import dev.backstory.agent.boundary.LoaderHint;
import dev.backstory.agent.boundary.Mention;
import dev.backstory.agent.boundary.Supertypes;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** A WebSocket message begins a story of its own; what an endpoint is told of its connection belongs to the handshake's. */
public final class WebSocketBoundary implements AgentBoundary {

    private final LoaderHint loaders = new LoaderHint("jakarta.websocket.Session", "javax.websocket.Session");
    private final Mention annotations = new Mention("/websocket/On");
    private final Supertypes supertypes;

    /** With what knows the types of the WebSocket APIs among the ancestors of classes. */
    public WebSocketBoundary(Supertypes supertypes) {
        this.supertypes = supertypes;
    }

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loaders.match(className, loader) || (loader != null && Containers.have(className));
    }

    /** What of the APIs it is a kind of, whether its methods may have annotations of theirs, whether it is a container's. */
    @Override
    public @Nullable String kind(String className, @Nullable ClassLoader loader, byte[] classFile) {
        if (loader == null || Containers.have(className)) {
            return "";
        }
        String types = supertypes.of(loader, classFile, "/websocket/");
        return annotations.isIn(classFile) ? "annotated " + types : types;
    }

    @Override
    public List<Change> changes() {
        ElementMatcher.Junction<MethodDescription> concrete = not(isAbstract());
        List<Change> changes = new ArrayList<>(Containers.changes());
        changes.add(implementing("MessageHandler$Whole")
                .advise(concrete.and(named("onMessage")).and(takesArguments(1)), MessageAdvice.BeginStory.class));
        changes.add(implementing("MessageHandler$Partial")
                .advise(concrete.and(named("onMessage")).and(takesArguments(2)), MessageAdvice.BeginStoryOrGoOn.class));
        changes.add(implementing("Endpoint")
                .advise(
                        concrete.and(namedOneOf("onOpen", "onClose", "onError"))
                                .and(takesArguments(2))
                                .and(takesArgument(0, api("Session"))),
                        ConnectionAdvice.StayInHandshake.class));
        changes.add(Change.to(loaders::match, failSafe(declaresMethod(Endpoints.any())))
                .advise(Endpoints.whole(), MessageAdvice.BeginStory.class)
                .advise(Endpoints.partial(), MessageAdvice.BeginStoryOrGoOn.class)
                .advise(Endpoints.told(), ConnectionAdvice.StayInHandshake.class));
        changes.add(implementing("Session")
                .advise(
                        concrete.and(named("addMessageHandler")).and(takesArguments(1)),
                        HandlerAdvice.NoteHandler.class)
                .advise(
                        concrete.and(named("addMessageHandler")).and(takesArguments(2)),
                        HandlerAdvice.StandForLambda.class)
                .advise(concrete.and(named("removeMessageHandler")), HandlerAdvice.FindWhatStandsForLambda.class)
                .advise(
                        concrete.and(named("getMessageHandlers")).and(takesNoArguments()),
                        HandlerAdvice.ShowLambdas.class));
        changes.add(implementing("server.ServerContainer")
                .advise(
                        concrete.and(named("addEndpoint")).and(takesArgument(0, api("server.ServerEndpointConfig"))),
                        ConnectionAdvice.NoteTemplate.class));
        return changes;
    }

    private Change implementing(String name) {
        return Change.to(loaders::match, KindOf.anyOf("jakarta.websocket." + name, "javax.websocket." + name));
    }

    static ElementMatcher.Junction<TypeDescription> api(String name) {
        return namedOneOf("jakarta.websocket." + name, "javax.websocket." + name);
    }
}
