package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Via;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the JobRunr boundary's advice calls. A job carries its ids beside its metadata, where the application looks; only in what is
 * stored they are among it, so that a process without our agent that stores the job again keeps them.
 */
public final class JobRunrJobs {

    private static final Call METADATA = new Call("getMetadata", 0);
    private static final Call RECURRING = new Call("getRecurringJobId", 0);
    private static final Call DETAILS = new Call("getJobDetails", 0);
    private static final Call CLASS_NAME = new Call("getClassName", 0);
    private static final Call METHOD_NAME = new Call("getMethodName", 0);
    private static final Call STATES = new Call("getJobStates", 0);
    private static final Call STATE = new Call("getName", 0);
    private static final Call ENQUEUED = new Call("getCreatedAt", 0);
    private static final Call DUE = new Call("getScheduledAt", 0);

    private JobRunrJobs() {}

    /** A job was made, by whoever enqueues it. */
    public static void made(Object job) {
        if (Place.JOBRUNR.isOn()) {
            Attached.set(job, CausalContext.currentWithActor());
        }
    }

    /** It is about to be written as text, for the first time or again. */
    public static void writing(Object job) {
        metadata(job).putAll(ids(job));
    }

    /** It was written. */
    public static void written(Object job) {
        MapCarrier.ofJob(metadata(job)).takeOut();
    }

    /** It was made of text. */
    public static void read(@Nullable Object job) {
        if (job != null) {
            Attached.set(job, MapCarrier.ofJob(metadata(job)).takeOut());
        }
    }

    /** A recurring job was written as text, and knows nothing but its own fields. */
    public static String written(Object recurring, String text) {
        return Margin.write(text, MapCarrier.ofJob(ids(recurring)));
    }

    /** It was made of text. */
    public static void read(Object recurring, String text) {
        Map<Object, Object> ids = new HashMap<>();
        Margin.read(text, MapCarrier.ofJob(ids));
        Attached.set(recurring, ids);
    }

    /** A run of it was made, by whoever came to it; it says where the job was scheduled. */
    public static void made(Object run, Object recurring) {
        Attached.set(run, ids(recurring));
    }

    /** What a job that was not read has with it becomes text where it is first asked for; nobody changes it afterwards. */
    private static Map<?, ?> ids(Object job) {
        Object carried = Attached.get(job);
        if (carried instanceof Map<?, ?> ids) {
            return ids;
        }
        Map<?, ?> ids = new HashMap<>();
        if (carried instanceof CausalContext context) {
            Transfers.PROPAGATOR.inject(context, MapCarrier.ofJob(ids));
            Attached.set(job, ids);
        }
        return ids;
    }

    /** It is run, and may fail; null when the boundary is off. */
    public static @Nullable Object running(Object job) {
        if (!Place.JOBRUNR.isOn()) {
            return null;
        }
        CausalContext enqueued = Attached.get(job) instanceof Map<?, ?> ids
                ? Transfers.PROPAGATOR.extract(MapCarrier.ofJob(ids))
                : CausalContext.NONE;
        List<?> states = (List<?>) Objects.requireNonNull(STATES.on(job));
        return JobRun.begin(name(job), null, enqueued, isRecurring(job), waited(states), 1 + failures(states));
    }

    /** That attempt has ended. */
    public static void ran(@Nullable Object run, @Nullable Throwable thrown) {
        if (run != null) {
            Throwable cause = thrown instanceof InvocationTargetException ? thrown.getCause() : thrown;
            ((OpenStep) run).end(cause);
        }
    }

    private static boolean isRecurring(Object job) {
        return RECURRING.on(job) instanceof Optional<?> id && id.isPresent();
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> metadata(Object job) {
        return (Map<Object, Object>) Objects.requireNonNull(METADATA.on(job));
    }

    /** Not the name that the dashboard shows: arguments stand in it. */
    private static String name(Object job) {
        Object details = Objects.requireNonNull(DETAILS.on(job));
        String type = String.valueOf(CLASS_NAME.on(details));
        int end = Math.max(type.lastIndexOf('.'), type.lastIndexOf('$'));
        return type.substring(end + 1).concat(".").concat(String.valueOf(METHOD_NAME.on(details)));
    }

    private static int failures(List<?> states) {
        int failures = 0;
        for (Object each : states) {
            failures += is(each, "FAILED") ? 1 : 0;
        }
        return failures;
    }

    /** Since it was due, where it was scheduled; else since it was enqueued. */
    private static long waited(List<?> states) {
        for (int i = states.size() - 1; i >= 0; i--) {
            Object state = Objects.requireNonNull(states.get(i));
            if (is(state, "ENQUEUED")) {
                Object before = i == 0 ? null : states.get(i - 1);
                Object due = before != null && is(before, "SCHEDULED") ? DUE.on(before) : ENQUEUED.on(state);
                return Math.max(
                        0, Duration.between((Instant) due, Instant.now()).toNanos());
            }
        }
        return Via.NOT_MEASURED;
    }

    private static boolean is(Object state, String name) {
        return String.valueOf(STATE.on(state)).equals(name);
    }
}
