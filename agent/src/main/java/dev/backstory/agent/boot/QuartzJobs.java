package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Via;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the Quartz boundary's advice calls. */
public final class QuartzJobs {

    private static final String TRIGGER = "org.quartz.Trigger";
    private static final String SIMPLE_TRIGGER = "org.quartz.SimpleTrigger";
    private static final String DATA = "org.quartz.JobDataMap";
    private static final String DEFAULT_GROUP = "DEFAULT";
    private static final Call TRIGGER_OF = new Call("getTrigger", 0);
    private static final Call DATA_OF = new Call("getJobDataMap", 0);
    private static final Call JOB_KEY = new Call("getJobKey", 0);
    private static final Call GROUP = new Call("getGroup", 0);
    private static final Call MERGED_DATA = new Call("getMergedJobDataMap", 0);
    private static final Call REPEATS = new Call("getRepeatCount", 0);
    private static final Call REFIRES = new Call("getRefireCount", 0);
    private static final Call FIRED = new Call("getFireTime", 0);
    private static final Call DUE = new Call("getScheduledFireTime", 0);
    private static final Call INSTANCE = new Call("getJobInstance", 0);
    private static final ThreadLocal<Object> RUNNING = new ThreadLocal<>();

    private QuartzJobs() {}

    /** Triggers are about to be scheduled, alone or in sets; returns their data into which ids were put. */
    public static @Nullable Object scheduling(@Nullable Object[] arguments) {
        if (!Place.QUARTZ.isOn()) {
            return null;
        }
        List<MapCarrier> injected = new ArrayList<>();
        for (Object each : arguments) {
            inject(each, injected);
        }
        return injected;
    }

    private static void inject(@Nullable Object argument, List<MapCarrier> injected) {
        if (argument instanceof Map<?, ?> byJob) {
            inject(byJob.values(), injected);
        } else if (argument instanceof Collection<?> several) {
            for (Object each : several) {
                inject(each, injected);
            }
        } else if (argument != null && Types.find(argument.getClass(), TRIGGER) != null) {
            MapCarrier data = carrier(DATA_OF.on(argument));
            Transfers.inject(data);
            injected.add(data);
        }
    }

    /** They are stored, or refused. */
    public static void scheduled(@Nullable Object injected) {
        if (injected instanceof List<?> all) {
            for (Object each : all) {
                ((MapCarrier) each).takeOut();
            }
        }
    }

    private static MapCarrier carrier(@Nullable Object data) {
        return MapCarrier.ofJob((Map<?, ?>) Objects.requireNonNull(data));
    }

    /** A job is told to run now; returns a copy of the data for that run, with the ids. */
    public static @Nullable Object triggering(Object jobKey, @Nullable Object data)
            throws ReflectiveOperationException {
        if (!Place.QUARTZ.isOn() || CausalContext.current().correlationId() == null) {
            return data;
        }
        Class<?> type = Class.forName(DATA, false, jobKey.getClass().getClassLoader());
        Object copy = data == null
                ? type.getConstructor().newInstance()
                : type.getConstructor(Map.class).newInstance(data);
        Transfers.inject(carrier(copy));
        return copy;
    }

    /** A job is run; null when it only delegates to another for the same run. */
    public static @Nullable Object enter(Object execution) {
        if (!Place.QUARTZ.isOn() || RUNNING.get() == execution) {
            return null;
        }
        Object trigger = Objects.requireNonNull(TRIGGER_OF.on(execution));
        CausalContext enqueued = Transfers.PROPAGATOR.extract(carrier(DATA_OF.on(trigger)));
        // The job sees its own data in there; the map was made for this run.
        carrier(MERGED_DATA.on(execution)).takeOut();
        OpenStep run = JobRun.begin(
                Objects.requireNonNull(INSTANCE.on(execution)).getClass().getSimpleName(),
                queue(trigger),
                enqueued,
                isRepeated(trigger),
                waited(execution),
                1 + (int) Objects.requireNonNull(REFIRES.on(execution)));
        RUNNING.set(execution);
        return run;
    }

    /** That run has ended. */
    public static void exit(Object run, @Nullable Throwable thrown) {
        RUNNING.remove();
        Throwable cause = thrown == null ? null : thrown.getCause();
        boolean wrapper = thrown != null && thrown.getClass().getName().equals("org.quartz.JobExecutionException");
        ((OpenStep) run).end(wrapper && cause != null ? cause : thrown);
    }

    /** The job's group; the one that Quartz gives to a job without any says nothing. */
    private static @Nullable String queue(Object trigger) {
        String group = GROUP.text(Objects.requireNonNull(JOB_KEY.on(trigger)));
        return DEFAULT_GROUP.equals(group) ? null : group;
    }

    private static boolean isRepeated(Object trigger) {
        return Types.find(trigger.getClass(), SIMPLE_TRIGGER) == null
                || !Integer.valueOf(0).equals(REPEATS.on(trigger));
    }

    @SuppressWarnings("JavaUtilDate") // as Quartz has it
    private static long waited(Object execution) {
        return FIRED.on(execution) instanceof Date fired && DUE.on(execution) instanceof Date due
                ? TimeUnit.MILLISECONDS.toNanos(Math.max(0, fired.getTime() - due.getTime()))
                : Via.NOT_MEASURED;
    }
}
