package dev.backstory.context;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One run of work that entered at an entry boundary: a request, a job run, a message delivery, a scheduled run, a
 * {@code main}, a console session. The agent makes them; an application does so for work that only it knows the bounds of:
 *
 * <pre>{@code
 * Step step = Step.of("job", "ChargeCard").start();
 * try (Scope scope = step.context().activate()) {
 *     …
 * } catch (RuntimeException e) {
 *     step.fail(e);
 *     throw e;
 * } finally {
 *     step.end();
 * }
 * }</pre>
 *
 * <p>A step is recorded with the first event that is published in it or below it, and again when it ends; one that fails
 * is recorded in any case; one that leads to nothing costs no I/O. Safe for use by several threads.
 */
public final class Step {

    /** An HTTP request. */
    public static final String REQUEST = "request";
    /** One attempt to run a job. */
    public static final String JOB = "job";
    /** One delivery of a message. */
    public static final String MESSAGE = "message";
    /** One run of a periodic task. */
    public static final String SCHEDULED = "scheduled";
    /** Work that was handed to another thread and ended with an exception. */
    public static final String TASK = "task";
    /** A program's {@code main}. */
    public static final String MAIN = "main";
    /** The handling of one event by a follower. */
    public static final String FOLLOWER = "follower";
    /** A console session of an engineer. */
    public static final String CONSOLE = "console";

    private static final long RUNNING = -1;
    private static final int[] NOWHERE = new int[0];

    /** So many steps that led to one, each to the next, are recorded with it. */
    private static final int KEPT = 16;

    private final String id = UuidV7.nextText();
    private final String kind;
    private final String correlationId;
    private volatile @Nullable Step parent;
    private final @Nullable String causationId;
    private final @Nullable String externalCause;
    private final @Nullable String scheduledBy;
    private volatile @Nullable Step scheduler;
    private final @Nullable String traceId;
    private final long startedAt = System.currentTimeMillis();
    private final long waitedNanos;
    private final Attributes attributes;
    private final CausalContext context;
    private final int sink;

    private volatile String name;
    private volatile @Nullable String actor;
    private volatile @Nullable String error;
    private volatile boolean left;
    private volatile long durationNanos = RUNNING;
    private final long startedNanos = System.nanoTime();
    private int[] claimedBy = NOWHERE;
    private int[] recordedBy = NOWHERE;

    private Step(Builder builder) {
        CausalContext from = builder.from;
        String accepted = builder.correlationId;
        String inherited = from.correlationId();
        this.kind = builder.kind;
        this.name = builder.name;
        this.correlationId = accepted != null ? accepted : inherited != null ? inherited : UuidV7.nextText();
        Step outer = from.step();
        this.parent = outer;
        this.causationId = from.causationId();
        this.externalCause = builder.externalCause != null ? builder.externalCause : from.externalCause();
        this.scheduledBy = builder.scheduledBy;
        this.scheduler = builder.scheduler;
        this.traceId = builder.traceId != null ? builder.traceId : outer == null ? null : outer.traceId;
        this.waitedNanos = builder.waitedNanos;
        this.attributes = builder.attributes;
        this.sink = builder.sink != StepSinks.NONE || outer == null ? builder.sink : outer.sink;
        this.context = CausalContext.of(this, from.metadata());
        if (outer != null) {
            outer.forgetRecordedParent();
        }
        forgetTheEarliest();
    }

    /** A step of that kind ({@link #JOB}, …) and name ({@code "POST /orders"}), yet to be started. */
    public static Builder of(String kind, String name) {
        return new Builder(kind, name);
    }

    /** The context of work in this step; activate it where the step runs. */
    public CausalContext context() {
        return context;
    }

    /** Names the step better than was possible when it started, for example by its route. */
    public void rename(String better) {
        name = Objects.requireNonNull(better, "better");
    }

    /** Says something about the step, for example {@code status} = {@code 201}. */
    public void attribute(String key, String value) {
        synchronized (attributes) {
            attributes.put(key, value);
        }
    }

    /**
     * Who is at work in the step, as it became known in it: what is published in it from now on says so, on whichever thread,
     * unless it was handed over with somebody's name or the application has named somebody. The last call counts.
     */
    public void actor(String user) {
        if (!user.equals(actor)) {
            actor = Objects.requireNonNull(user, "user");
            attribute(CausalContext.ACTOR, user);
        }
    }

    /** What {@link #actor(String)} was last told; null when nobody is known. */
    public @Nullable String actor() {
        return actor;
    }

    /** Marks the step as failed; the first call counts. It still has to be ended. */
    public void fail(Throwable cause) {
        fail(cause.getClass().getName());
    }

    /** Marks the step as failed for a reason that is no exception, for example a status; the first call counts. */
    public void fail(String reason) {
        synchronized (attributes) {
            if (error == null) {
                error = reason;
            }
        }
    }

    /** Ends the step; the first call counts. Records it where its events went, and a failed one in any case. */
    public void end() {
        int[] sinks;
        synchronized (attributes) {
            if (durationNanos != RUNNING) {
                return;
            }
            durationNanos = Math.max(0, System.nanoTime() - startedNanos);
            sinks = claimedBy;
        }
        if (sinks.length == 0 && error != null) {
            recordAt(sink != StepSinks.NONE ? sink : StepSinks.single());
        }
        for (int each : sinks) {
            recordAt(each);
        }
    }

    private void recordAt(int handle) {
        StepSink target = StepSinks.byHandle(handle);
        if (target != null) {
            target.record(this);
        }
    }

    /**
     * What another process shall name as its cause: this step, which is recorded for that; the cause that was received with
     * the work, where nothing is recorded.
     */
    @Nullable
    String leave() {
        int[] sinks;
        synchronized (attributes) {
            sinks = claimedBy;
        }
        if (sinks.length == 0) {
            int handle = StepSinks.byHandle(sink) != null ? sink : StepSinks.single();
            sinks = handle == StepSinks.NONE ? NOWHERE : new int[] {handle};
        }
        boolean recorded = false;
        for (int each : sinks) {
            StepSink target = StepSinks.byHandle(each);
            if (target != null) {
                recorded = true;
                if (!left) {
                    target.left(this);
                }
            }
        }
        left = recorded;
        return recorded ? id : receivedCause();
    }

    private @Nullable String receivedCause() {
        for (Step each = this; each != null; each = each.parent) {
            if (each.externalCause != null) {
                return each.externalCause;
            }
        }
        return null;
    }

    /**
     * For sinks: an event of this step, or of one below it, is on its way to the sink of that handle, so the step's end
     * shall be recorded there too.
     */
    public void claim(int handle) {
        synchronized (attributes) {
            claimedBy = add(claimedBy, handle);
        }
        Step by = scheduler;
        if (by != null) {
            scheduler = null;
            by.leaveTo(handle);
        }
    }

    /** Whoever finds a step there that names this one as its scheduler shall find this one too. */
    private void leaveTo(int handle) {
        StepSink target = isClaimed(handle) ? null : StepSinks.byHandle(handle);
        if (target != null) {
            target.left(this);
        }
    }

    /** For sinks: whether {@link #claim} was called for that handle. */
    public boolean isClaimed(int handle) {
        synchronized (attributes) {
            return contains(claimedBy, handle);
        }
    }

    /** For sinks: the step is durably known to the sink of that handle, and need not be sent along with further events. */
    public void recorded(int handle) {
        synchronized (attributes) {
            recordedBy = add(recordedBy, handle);
        }
    }

    /** For sinks: whether {@link #recorded} was called for that handle. */
    public boolean isRecorded(int handle) {
        synchronized (attributes) {
            return contains(recordedBy, handle);
        }
    }

    private void forgetRecordedParent() {
        Step outer = parent;
        if (outer == null) {
            return;
        }
        synchronized (attributes) {
            for (int each : recordedBy) {
                if (outer.isRecorded(each)) {
                    parent = null;
                }
            }
        }
    }

    /** Work that makes its own successor for ever, and leads to nothing, would otherwise keep every step that it ever had. */
    private void forgetTheEarliest() {
        Step each = this;
        for (int i = 0; i < KEPT && each != null; i++) {
            Step by = each.scheduler;
            each = by != null ? by : each.parent;
        }
        if (each != null) {
            each.scheduler = null;
            each.parent = null;
        }
    }

    private static int[] add(int[] handles, int handle) {
        if (contains(handles, handle)) {
            return handles;
        }
        int[] extended = Arrays.copyOf(handles, handles.length + 1);
        extended[handles.length] = handle;
        return extended;
    }

    private static boolean contains(int[] handles, int handle) {
        for (int each : handles) {
            if (each == handle) {
                return true;
            }
        }
        return false;
    }

    /** A {@code main} is over when it returns: what it starts is not its consequence. */
    boolean handsOver() {
        return !kind.equals(MAIN);
    }

    /** The step's id, a UUID of version 7 as lower-case text. */
    public String id() {
        return id;
    }

    /** What entered here: {@link #REQUEST}, {@link #JOB}, … */
    public String kind() {
        return kind;
    }

    /** The step's name for people: {@code "POST /orders"}, {@code "ChargeCard"}. */
    public String name() {
        return name;
    }

    /** The id of the story. */
    public String correlationId() {
        return correlationId;
    }

    /**
     * The step that this one was started in; null when it began the story or came from another process, once both are
     * recorded and this one has led to further steps, and once it has led to a dozen others, each to the next. {@link
     * #causationId} stays.
     */
    public @Nullable Step parent() {
        return parent;
    }

    /** The id of the event that was being handled where this step was started, else of its parent; null for an origin. */
    public @Nullable String causationId() {
        return causationId;
    }

    /** A cause that another process named, as it was received; null when there was none. */
    public @Nullable String externalCause() {
        return externalCause;
    }

    /** The id of the step (or, failing that, the story) in which a periodic task was scheduled; null otherwise. */
    public @Nullable String scheduledBy() {
        return scheduledBy;
    }

    /** The W3C trace id, 32 hexadecimal digits; null when there is no trace. */
    public @Nullable String traceId() {
        return traceId;
    }

    /** When the step started, in milliseconds since 1970 UTC. */
    public long startedAt() {
        return startedAt;
    }

    /** How long the work had waited before it started, in nanoseconds; {@link Via#NOT_MEASURED} when not measured. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /** How long the step ran, in nanoseconds; negative while it runs. */
    public long durationNanos() {
        return durationNanos;
    }

    /** Whether the step has ended. */
    public boolean hasEnded() {
        return durationNanos != RUNNING;
    }

    /** Why the step failed: an exception's class name or another reason; null when it has not failed. */
    public @Nullable String error() {
        return error;
    }

    /** A copy of what was said about the step. */
    public Map<String, String> attributes() {
        synchronized (attributes) {
            return attributes.copy();
        }
    }

    /** A step before it starts. */
    public static final class Builder {

        private final String kind;
        private final String name;
        private final Attributes attributes = new Attributes();
        private CausalContext from = CausalContext.currentWithActor();
        private @Nullable String correlationId;
        private @Nullable String externalCause;
        private @Nullable String scheduledBy;
        private @Nullable Step scheduler;
        private @Nullable String traceId;
        private long waitedNanos = Via.NOT_MEASURED;
        private int sink;

        private Builder(String kind, String name) {
            this.kind = Objects.requireNonNull(kind, "kind");
            this.name = Objects.requireNonNull(name, "name");
        }

        /** The context that led to the step, instead of the calling thread's; {@link CausalContext#NONE}: a new story. */
        public Builder from(CausalContext cause) {
            this.from = Objects.requireNonNull(cause, "cause");
            return this;
        }

        /** The story to join, as named by a trusted peer; null leaves it as it is. */
        public Builder correlationId(@Nullable String accepted) {
            this.correlationId = accepted;
            return this;
        }

        /** What another process named as the cause. */
        public Builder externalCause(@Nullable String cause) {
            this.externalCause = cause;
            return this;
        }

        /** The step in which this run was scheduled. */
        public Builder scheduledBy(@Nullable String stepId) {
            this.scheduledBy = stepId;
            return this;
        }

        /**
         * The step in which this run was scheduled, or in which the connection was opened that it came over. It is recorded where
         * and when this one is.
         */
        public Builder scheduledIn(Step scheduling) {
            this.scheduledBy = scheduling.id;
            this.scheduler = scheduling;
            this.sink = sink == StepSinks.NONE ? scheduling.sink : sink;
            return this;
        }

        /** The W3C trace id that the work belongs to. */
        public Builder traceId(@Nullable String id) {
            this.traceId = id;
            return this;
        }

        /** How long the work has waited, in nanoseconds. */
        public Builder waitedNanos(long nanos) {
            this.waitedNanos = nanos;
            return this;
        }

        /** Says something about the step. */
        public Builder attribute(String key, String value) {
            attributes.put(key, value);
            return this;
        }

        /** The application whose sink gets the step if it fails before it published; null: where its parent's goes. */
        public Builder application(@Nullable ClassLoader loader) {
            this.sink = StepSinks.forLoader(loader);
            return this;
        }

        /** Starts the step now. */
        public Step start() {
            return new Step(this);
        }
    }
}
