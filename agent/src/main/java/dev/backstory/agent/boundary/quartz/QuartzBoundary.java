package dev.backstory.agent.boundary.quartz;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.QuartzJobs;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.agent.boundary.KindOf;
import dev.backstory.agent.boundary.LoaderHint;
import dev.backstory.agent.boundary.Supertypes;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Quartz 2: what is scheduled once runs in the story that scheduled it, in whichever process; a repeated job in one of its own. */
public final class QuartzBoundary implements AgentBoundary {

    private static final String JOB = "org.quartz.Job";

    private static final String SCHEDULER = "org.quartz.core.QuartzScheduler";

    private final LoaderHint loaders = new LoaderHint(JOB);
    private final Supertypes supertypes = new Supertypes("org/quartz/Job");

    @Override
    public String name() {
        return "quartz";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loaders.match(className, loader) || (loader != null && className.equals(SCHEDULER));
    }

    /** Whether the class is a kind of job. */
    @Override
    public @Nullable String kind(String className, @Nullable ClassLoader loader, byte[] classFile) {
        return loader == null || className.equals(SCHEDULER) ? "" : supertypes.of(loader, classFile);
    }

    @Override
    public List<Change> changes() {
        return List.of(
                Change.toLibraryClass(SCHEDULER)
                        .advise(namedOneOf("scheduleJob", "scheduleJobs", "rescheduleJob"), InjectIntoTriggers.class)
                        .advise(named("triggerJob").and(takesArguments(2)), InjectIntoData.class),
                Change.to(loaders::match, KindOf.anyOf(JOB))
                        .advise(
                                not(isAbstract())
                                        .and(named("execute"))
                                        .and(takesArguments(1))
                                        .and(takesArgument(0, named("org.quartz.JobExecutionContext"))),
                                RunAsStep.class));
    }

    /** The scheduler stores a copy, so the ids are taken out of the caller's triggers again. */
    static final class InjectIntoTriggers {

        private InjectIntoTriggers() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.AllArguments @Nullable Object[] arguments) {
            return QuartzJobs.scheduling(arguments);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object injected) {
            QuartzJobs.scheduled(injected);
        }
    }

    static final class InjectIntoData {

        private InjectIntoData() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces an argument
        static void enter(
                @Advice.Argument(0) Object job,
                @Advice.Argument(value = 1, readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object data)
                throws ReflectiveOperationException {
            data = QuartzJobs.triggering(job, data);
        }
    }

    static final class RunAsStep {

        private RunAsStep() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Object enter(@Advice.Argument(0) Object execution) {
            return QuartzJobs.enter(execution);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object run, @Advice.Thrown @Nullable Throwable thrown) {
            if (run != null) {
                QuartzJobs.exit(run, thrown);
            }
        }
    }
}
