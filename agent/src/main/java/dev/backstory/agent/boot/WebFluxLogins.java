package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the advice in Spring Security's reactive filters calls. There, who is logged in is told by a stream, and subscribing to it may
 * load a session, or authenticate: so nobody is asked, and what the application is told is listened to.
 */
public final class WebFluxLogins {

    private static final Call DO_ON_NEXT = new Call("doOnNext", Consumer.class);
    private static final Call TRANSFORM = new Call("transform", Function.class);
    private static final Call GET = new Call("getOrDefault", Object.class, Object.class);
    private static final Call PUT = new Call("put", Object.class, Object.class);

    private WebFluxLogins() {}

    /** A filter has authenticated the request's user, and goes on. Null unless the stream for that names somebody else. */
    public static @Nullable Object enter(Object filter, Object authentication) {
        Listening listening = listening(filter);
        String user = listening == null ? null : listening.user(authentication);
        if (listening == null || user == null) {
            return null;
        }
        CausalContext current = CausalContext.current();
        String named = current.metadata().get(CausalContext.ACTOR);
        // Whom the session has named before; not whom the application has.
        boolean isReplaced = named != null && named.equals(listening.step.actor());
        listening.step.actor(user);
        return isReplaced ? new LoggingIn(current.with(CausalContext.ACTOR, user)) : null;
    }

    /** It has made the stream with which the request goes on; returns the one to subscribe to. */
    public static @Nullable Object exit(Object entered, @Nullable Object stream) {
        return ((LoggingIn) entered).made(stream);
    }

    /** Reactor's context for the filters within: the one given, with a stream that others and we are told by. */
    public static Object told(Object filter, Object context) {
        Listening listening = listening(filter);
        Object stream = listening == null ? null : GET.on(context, listening.security.key, null);
        return listening == null || stream == null
                ? context
                : answer(PUT, context, listening.security.key, told(listening, stream));
    }

    /** The stream of the authentication that rules are asked about: the one given, which tells us too. */
    public static @Nullable Object asked(Object rules, @Nullable Object stream) {
        Listening listening = listening(rules);
        return listening == null || stream == null ? stream : told(listening, stream);
    }

    private static Object told(Listening listening, Object stream) {
        return answer(DO_ON_NEXT, stream, listening);
    }

    private static @Nullable Listening listening(Object own) {
        Step step = Place.WEBFLUX.isOn() && RequestRules.nameActor()
                ? CausalContext.current().step()
                : null;
        SpringSecurity security = step == null || !step.kind().equals(Step.REQUEST) ? null : SpringSecurity.of(own);
        return step == null || security == null ? null : new Listening(security, step);
    }

    private static Object answer(Call call, Object asked, Object... given) {
        return Objects.requireNonNull(call.on(asked, given));
    }

    /** Is told who is logged in, for the request in which somebody asks; whatever thread tells it. */
    private record Listening(SpringSecurity security, Step step) implements Consumer<Object> {

        @Override
        public void accept(Object told) {
            String user = user(told);
            if (user != null) {
                step.actor(user);
            }
        }

        @Nullable
        String user(Object told) {
            try {
                return security.user(told);
            } catch (Throwable e) {
                // The application's own code has failed; that is no reason to doubt the boundary.
                Place.WEBFLUX.skipped(
                        "who is logged in",
                        "asking " + told.getClass().getName() + " failed with "
                                + e.getClass().getName());
                return null;
            }
        }
    }

    /** A log-in as somebody else; for Reactor, what makes that which comes after it be subscribed to inside. */
    private static final class LoggingIn implements Function<Object, Object> {

        private final CausalContext context;
        private final Scope scope;

        LoggingIn(CausalContext context) {
            this.context = context;
            this.scope = context.refine();
        }

        @Nullable
        Object made(@Nullable Object stream) {
            scope.close();
            return stream == null ? null : TRANSFORM.on(stream, this);
        }

        @Override
        public Object apply(Object stream) {
            return CarriedCallback.of(stream, WebFluxRequest.STREAM, context);
        }
    }
}
