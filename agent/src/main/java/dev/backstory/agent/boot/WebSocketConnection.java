package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Step;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection: where it was opened, what its messages are called, and the message that comes in parts. It holds no
 * object of the application, for it is found by objects that are.
 */
final class WebSocketConnection {

    /** That of an object that serves several, or of which nobody saw to which it belongs. */
    static final WebSocketConnection UNKNOWN = new WebSocketConnection(CausalContext.NONE);

    /** Of sessions, endpoints and handlers of messages. */
    private static final WeakIdentityMap<WebSocketConnection> BY_OBJECT = new WeakIdentityMap<>();

    /** No exception has so many causes. */
    private static final int DEEPEST = 20;

    private final CausalContext opened;
    private volatile @Nullable String name;
    private @Nullable Step inParts;
    private @Nullable WeakReference<Throwable> failure;
    private CausalContext failedIn = CausalContext.NONE;

    private WebSocketConnection(CausalContext opened) {
        this.opened = opened;
    }

    /** One that is being opened by what the calling thread does, a request for example. */
    static WebSocketConnection openedHere() {
        return new WebSocketConnection(CausalContext.capture());
    }

    /** That of the first argument, a session, which belongs to one; else that of the object. */
    static WebSocketConnection of(Object object, @Nullable Object... arguments) {
        for (Object each : arguments) {
            WebSocketConnection known = each == null ? null : BY_OBJECT.get(each);
            if (known != null && known != UNKNOWN) {
                return known;
            }
        }
        WebSocketConnection known = BY_OBJECT.get(object);
        return known == null ? UNKNOWN : known;
    }

    /** From now on the object belongs to this one; to none, when it already belonged to another. */
    void owns(Object object) {
        WebSocketConnection before = BY_OBJECT.putIfAbsent(object, this);
        if (before != null && before != this) {
            BY_OBJECT.put(object, UNKNOWN);
        }
    }

    /** Where it was opened: what the endpoint is told of the connection itself belongs there. */
    CausalContext opened() {
        return opened;
    }

    boolean isKnown() {
        return this != UNKNOWN;
    }

    void name(String template) {
        name = template;
    }

    boolean hasName() {
        return name != null;
    }

    /** The step of the message that begins or, where it comes in parts, goes on now. */
    synchronized Step received(Object receiver, boolean part, boolean last) {
        Step begun = inParts;
        if (begun != null && !part) {
            begun.end();
            begun = null;
        }
        Step step = begun == null ? begin(receiver) : begun;
        inParts = last || !isKnown() ? null : step;
        return step;
    }

    private Step begin(Object receiver) {
        Step.Builder step = Step.of(Step.MESSAGE, nameFor(receiver)).from(named());
        Step by = opened.step();
        if (by != null) {
            step.scheduledIn(by);
        }
        return step.application(Thread.currentThread().getContextClassLoader()).start();
    }

    /** A session's user is the one who opened it, for as long as it lasts. */
    private CausalContext named() {
        String actor = opened.metadata().get(CausalContext.ACTOR);
        return actor == null ? CausalContext.NONE : CausalContext.NONE.with(CausalContext.ACTOR, actor);
    }

    private String nameFor(Object receiver) {
        String known = name;
        if (known == null) {
            known = WebSocketPaths.otherwise(opened.step(), receiver);
            name = isKnown() ? known : null;
        }
        return known;
    }

    /** The step of a message has ended, or a part of it that is not the last has been handled. */
    synchronized void handled(Step step, boolean last, @Nullable Throwable thrown) {
        if (thrown != null) {
            step.fail(thrown);
            inParts = null;
            if (isKnown()) {
                failure = new WeakReference<>(thrown);
                failedIn = step.context();
            }
        }
        if (last || thrown != null || !isKnown()) {
            step.end();
        }
    }

    /** The context in which the endpoint is told of what was thrown: that of the message whose handling threw it. */
    synchronized CausalContext told(@Nullable Throwable thrown) {
        Throwable failed = failure == null ? null : failure.get();
        Throwable each = thrown;
        for (int i = 0; each != null && failed != null && i < DEEPEST; i++) {
            if (each == failed) {
                return failedIn;
            }
            each = each.getCause();
        }
        return opened;
    }

    /** No further part will come. */
    synchronized void closed() {
        if (inParts != null) {
            inParts.fail("closed");
            inParts.end();
            inParts = null;
        }
    }
}
