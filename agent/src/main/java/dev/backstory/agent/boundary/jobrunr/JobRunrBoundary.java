package dev.backstory.agent.boundary.jobrunr;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.JobRunrJobs;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * JobRunr 7 and 8: a job runs in the story that enqueued it, in whichever process; each run of a recurring one in its own, which says
 * where that was scheduled.
 */
public final class JobRunrBoundary implements AgentBoundary {

    private static final String JOB = "org.jobrunr.jobs.Job";
    private static final String MAPPER = "org.jobrunr.jobs.mappers.JobMapper";
    private static final String PERFORMER = "org.jobrunr.server.BackgroundJobPerformer";
    private static final Set<String> CLASSES = Set.of(JOB, RecurringJobs.CLASS, MAPPER, PERFORMER);

    @Override
    public String name() {
        return "jobrunr";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null && CLASSES.contains(className);
    }

    @Override
    public List<Change> changes() {
        return List.of(
                Change.toCarryingLibraryClass(JOB)
                        .advise(isConstructor().and(takesArguments(5)), CaptureInConstructor.class),
                Change.toCarryingLibraryClass(RecurringJobs.CLASS)
                        .advise(isConstructor(), CaptureInConstructor.class)
                        .advise(named("toJob").and(takesArguments(1)), RecurringJobs.SayWhereScheduled.class),
                Change.toLibraryClass(MAPPER)
                        .advise(named("serializeJob").and(takesArguments(1)), WriteWithIds.class)
                        .advise(named("deserializeJob").and(takesArguments(1)), TakeIdsOut.class)
                        .advise(
                                named("serializeRecurringJob").and(takesArguments(1)),
                                RecurringJobs.WriteIdsBehind.class)
                        .advise(
                                named("deserializeRecurringJob").and(takesArguments(1)),
                                RecurringJobs.ReadIdsBehind.class),
                Change.toLibraryClass(PERFORMER).advise(named("runActualJob").and(takesArguments(0)), RunAsStep.class));
    }

    static final class CaptureInConstructor {

        private CaptureInConstructor() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object job) {
            JobRunrJobs.made(job);
        }
    }

    static final class WriteWithIds {

        private WriteWithIds() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object job) {
            JobRunrJobs.writing(job);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Argument(0) Object job) {
            JobRunrJobs.written(job);
        }
    }

    static final class TakeIdsOut {

        private TakeIdsOut() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.Return @Nullable Object job) {
            JobRunrJobs.read(job);
        }
    }

    static final class RunAsStep {

        private RunAsStep() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.FieldValue("job") Object job) {
            return JobRunrJobs.running(job);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object run, @Advice.Thrown @Nullable Throwable thrown) {
            JobRunrJobs.ran(run, thrown);
        }
    }
}
