package dev.backstory.agent.boot;

import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request to WebFlux and its step, which ends with the stream that answers: when it completes, fails or is cancelled. For
 * Reactor it is what makes that stream be subscribed to inside, and what is told of the end.
 */
final class WebFluxRequest implements Function<Object, Object>, Consumer<Object> {

    private static final Call ON_ERROR = new Call("doOnError", Consumer.class);
    private static final Call FINALLY = new Call("doFinally", Consumer.class);
    private static final Call TRANSFORM = new Call("transform", Function.class);
    static final String STREAM = "org.reactivestreams.Publisher";

    private static final Call ATTRIBUTES = new Call("getAttributes", 0);
    private static final Call REQUEST = new Call("getRequest", 0);
    private static final Call PATH = new Call("getPath", 0);
    private static final Call CONTEXT_PATH = new Call("contextPath", 0);
    private static final Call VALUE = new Call("value", 0);
    private static final Call COMMITTED = new Call("isCommitted", 0);
    private static final Call STATUS = new Call("getStatusCode", 0);

    private static final String PATTERN = "org.springframework.web.reactive.HandlerMapping.bestMatchingPattern";
    private static final String ANSWERED = "ExceptionHandlingWebHandler.handledException";
    private static final int BY_DEFAULT = 200;

    private final Step step;
    private final String method;
    private final Object response;
    private volatile @Nullable Object exchange;
    /** While the handler makes its stream, which it does on one thread. */
    private @Nullable Scope scope;

    WebFluxRequest(Step.Builder builder, String method, Object response) {
        this.step = builder.application(Thread.currentThread().getContextClassLoader())
                .start();
        this.method = method;
        this.response = response;
    }

    /** The last that is done before the handler is called: nothing may fail between this and its return. */
    WebFluxRequest enter() {
        Attached.set(response, this);
        scope = step.context().activate();
        return this;
    }

    String correlationId() {
        return step.correlationId();
    }

    void exchange(Object made) {
        exchange = made;
    }

    /** The handler's stream is made, which is still to be subscribed to. */
    @Nullable
    Object made(@Nullable Object stream, @Nullable Throwable thrown) {
        try {
            if (thrown != null) {
                step.fail(thrown);
            }
            if (stream == null) {
                step.end();
                return null;
            }
            return answer(TRANSFORM, answer(FINALLY, answer(ON_ERROR, stream, this), this), this);
        } finally {
            // For a response without a field: this one refers to it, and would stay for ever.
            Attached.set(response, null);
            if (scope != null) {
                scope.close();
                scope = null;
            }
        }
    }

    /** For Reactor: the same stream, subscribed to in this request's context. */
    @Override
    public @Nullable Object apply(Object stream) {
        return CarriedCallback.of(stream, STREAM, step.context());
    }

    /** For Reactor: an error that no handler has made an answer of; and then, as in any other case, the end. */
    @Override
    public void accept(Object signal) {
        if (signal instanceof Throwable failure) {
            step.fail(failure);
        } else {
            end(signal instanceof Enum<?> type && type.name().equals("CANCEL"));
        }
    }

    private void end(boolean cancelled) {
        try {
            Object served = exchange;
            if (served != null) {
                nameRoute(served);
            }
            if (answer(COMMITTED, response).equals(true)) {
                ResponseStatus.record(step, status(), answeredException(served));
            } else if (cancelled) {
                step.attribute("status", "cancelled");
            }
        } catch (Throwable e) {
            Place.WEBFLUX.failed(e);
        } finally {
            step.end();
        }
    }

    /** By the pattern of the controller or of the functional route, which is known only after it was looked for. */
    private void nameRoute(Object served) {
        Object pattern = attribute(served, PATTERN);
        if (pattern != null) {
            Object path = answer(CONTEXT_PATH, answer(PATH, answer(REQUEST, served)));
            String route = Route.inContext(VALUE.text(path), pattern.toString());
            step.attribute("route", route);
            step.rename(Route.name(method, route));
        }
    }

    private static @Nullable String answeredException(@Nullable Object served) {
        Object answered = served == null ? null : attribute(served, ANSWERED);
        return answered == null ? null : answered.getClass().getName();
    }

    private static @Nullable Object attribute(Object served, String name) {
        return ((Map<?, ?>) answer(ATTRIBUTES, served)).get(name);
    }

    private int status() {
        Object status = STATUS.on(response);
        return status == null ? BY_DEFAULT : (int) answer(VALUE, status);
    }

    private static Object answer(Call call, Object asked, Object... given) {
        return Objects.requireNonNull(call.on(asked, given));
    }
}
