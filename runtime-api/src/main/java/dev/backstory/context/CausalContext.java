package dev.backstory.context;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a thread knows about why it is running: the story it works for, the step it works in, what directly caused the
 * work, and the metadata that applies to every event below. Immutable, and safe to hand to any thread.
 *
 * <p>It moves in three moves: {@link #capture()} where the code hands work over, {@link #activate()} where the work
 * runs, {@link Scope#close()} when it has run. Between {@code activate} and {@code close} the captured value
 * <em>replaces</em> whatever the thread had, {@link #NONE} included, so that nothing stale survives on a worker.
 *
 * <p>It holds strings and numbers only (and {@link Step}, which does the same): no application object or class loader can
 * be reached from it.
 */
public final class CausalContext {

    /** The key in {@link #metadata()} of who is at work: what the application said, else who is logged in. */
    public static final String ACTOR = "actor";

    /** The context of work that belongs to no story. */
    public static final CausalContext NONE =
            new CausalContext(null, null, null, Collections.emptyMap(), null, null, null);

    /** So many hops of one context are remembered; further ones are made anew each time. */
    private static final int HOPS_REMEMBERED = 8;

    private final @Nullable String correlationId;
    private final @Nullable String handledEventId;
    private final @Nullable Step step;
    private final Map<String, String> metadata;
    private final @Nullable Via via;
    private final @Nullable String externalCause;

    /** What this context was before its last hop, and the hops before that. */
    private final @Nullable CausalContext beforeHops;

    /**
     * Of a context before its hops the first that it became by a hop, of such a one the next: a request that hops a thousand
     * times makes one. Threads that do not see each other's make one each, which does no harm. They are never a chain of hop
     * after hop, which would grow with work that hands itself on for ever.
     */
    private @Nullable CausalContext nextHop;

    /** What this context last became with its step's actor. */
    private @Nullable CausalContext named;

    private CausalContext(
            @Nullable String correlationId,
            @Nullable String handledEventId,
            @Nullable Step step,
            Map<String, String> metadata,
            @Nullable Via via,
            @Nullable String externalCause,
            @Nullable CausalContext beforeHops) {
        this.correlationId = correlationId;
        this.handledEventId = handledEventId;
        this.step = step;
        this.metadata = metadata;
        this.via = via;
        this.externalCause = externalCause;
        this.beforeHops = beforeHops;
    }

    static CausalContext of(Step step, Map<String, String> metadata) {
        return new CausalContext(step.correlationId(), null, step, metadata, null, null, null);
    }

    /** What another process sent: its story, and the cause that it named. */
    static CausalContext received(String correlationId, @Nullable String cause, Map<String, String> metadata) {
        return new CausalContext(correlationId, null, null, Collections.unmodifiableMap(metadata), null, cause, null);
    }

    /** The calling thread's context; {@link #NONE} when it has none. */
    public static CausalContext current() {
        return ThreadState.context();
    }

    /** The calling thread's context with its {@link #ACTOR}, where the request that the thread is in, or its step, knows one. */
    public static CausalContext currentWithActor() {
        return ThreadState.contextWithActor();
    }

    /**
     * What work that leaves this thread here should carry: the current context, or {@link #NONE} inside a {@code main},
     * whose start-up of servers and pools is not the cause of what they do later. An event that a {@code main} is
     * handling is their cause, without the {@code main}.
     */
    public static CausalContext capture() {
        return handedOver(currentWithActor());
    }

    /**
     * {@link #capture()} with the actor that was found when this thread last asked: for where nobody's code may be called,
     * such as under a lock. Who asks by {@link #capture()} just before gets the same.
     */
    public static CausalContext recapture() {
        return handedOver(ThreadState.contextWithKnownActor());
    }

    private static CausalContext handedOver(CausalContext current) {
        if (current.step == null || current.step.handsOver()) {
            return current;
        }
        return current.handledEventId == null
                ? NONE
                : new CausalContext(
                        current.correlationId, current.handledEventId, null, current.metadata, current.via, null, null);
    }

    /** Installs this context on the calling thread until the scope is closed. */
    public Scope activate() {
        return ThreadState.current().open(this, false, null);
    }

    /** Like {@link #activate()}; until the scope is closed, events and hops on this thread ask the source for the actor. */
    public Scope activate(ActorSource actors) {
        return ThreadState.current().open(this, false, actors);
    }

    /**
     * Like {@link #activate()}, for hops, of which there are many: the scope is used again after {@link Scope#leave}, which must
     * be called once, and instead of {@link Scope#close}.
     */
    public Scope enter() {
        return ThreadState.current().enter(this, null);
    }

    /** Like {@link #enter()}, with a source that is asked for the actor as with {@link #activate(ActorSource)}. */
    public Scope enter(ActorSource actors) {
        return ThreadState.current().enter(this, actors);
    }

    /**
     * Like {@link #activate()}, for a context that only refines the current one (a {@code with} or {@code handling} block
     * inside running work) rather than one that was handed over with the work.
     */
    public Scope refine() {
        return ThreadState.current().open(this, true, null);
    }

    /** Whether this context belongs to no story and carries no metadata. */
    public boolean isNone() {
        return this == NONE;
    }

    /** The id of the story; null when there is none yet. */
    public @Nullable String correlationId() {
        return correlationId;
    }

    /** What directly causes an event published here: the event being handled, else the step; null when there is none. */
    public @Nullable String causationId() {
        if (handledEventId != null) {
            return handledEventId;
        }
        return step == null ? null : step.id();
    }

    /** The id of the event being handled; null outside of {@link #handling}. */
    public @Nullable String handledEventId() {
        return handledEventId;
    }

    /** The cause that another process named for work that no step was started for yet; null otherwise. */
    public @Nullable String externalCause() {
        return externalCause;
    }

    /** The step in which the work runs; null outside of any. */
    public @Nullable Step step() {
        return step;
    }

    /** Keys and values that every event below carries; unmodifiable. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** The last hop that brought the work to this thread; null when it has not hopped since its step began. */
    public @Nullable Via via() {
        return via;
    }

    /** This context with one more metadata entry. */
    public CausalContext with(String key, String value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Map<String, String> extended = new LinkedHashMap<>(metadata);
        extended.put(key, value);
        return new CausalContext(
                correlationId, handledEventId, step, Collections.unmodifiableMap(extended), via, externalCause, null);
    }

    /** This context with who is known to be at work in its step, where it names nobody itself. */
    CausalContext withStepsActor() {
        String actor = step == null ? null : step.actor();
        if (actor == null || metadata.containsKey(ACTOR)) {
            return this;
        }
        CausalContext known = named;
        if (known == null || !actor.equals(known.metadata.get(ACTOR))) {
            known = with(ACTOR, actor);
            named = known;
        }
        return known;
    }

    /** This context while the given event, of the given story, is being handled: it causes what is published below. */
    public CausalContext handling(String eventId, String eventCorrelationId) {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(eventCorrelationId, "eventCorrelationId");
        return new CausalContext(eventCorrelationId, eventId, step, metadata, via, externalCause, null);
    }

    /** This context with the entries that the second has beyond the first. */
    CausalContext withAddedTo(CausalContext first, CausalContext second) {
        CausalContext extended = this;
        for (Map.Entry<String, String> each : second.metadata.entrySet()) {
            if (!each.getValue().equals(first.metadata.get(each.getKey()))) {
                extended = extended.with(each.getKey(), each.getValue());
            }
        }
        return extended;
    }

    /** This context after the given hop; NONE stays NONE. */
    CausalContext over(Via hop) {
        if (this == NONE || hop.equals(via)) {
            return this;
        }
        CausalContext before = beforeHops == null ? this : beforeHops;
        // One that was measured will not come again.
        boolean recurs = hop.waitedNanos() == Via.NOT_MEASURED;
        int known = 0;
        for (CausalContext each = before.nextHop; recurs && each != null; each = each.nextHop) {
            if (hop.equals(each.via)) {
                return each;
            }
            known++;
        }
        CausalContext hopped =
                new CausalContext(correlationId, handledEventId, step, metadata, hop, externalCause, before);
        if (recurs && known < HOPS_REMEMBERED) {
            hopped.nextHop = before.nextHop;
            before.nextHop = hopped;
        }
        return hopped;
    }

    @Override
    public String toString() {
        return this == NONE ? "NONE" : "CausalContext[correlation=" + correlationId + ", cause=" + causationId() + "]";
    }
}
