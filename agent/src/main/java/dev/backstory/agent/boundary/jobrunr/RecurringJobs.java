package dev.backstory.agent.boundary.jobrunr;

import dev.backstory.agent.boot.JobRunrJobs;
import net.bytebuddy.asm.Advice;

/** The advice for recurring jobs, which have no metadata: their ids stand behind their text, and go to each of their runs. */
final class RecurringJobs {

    static final String CLASS = "org.jobrunr.jobs.RecurringJob";

    private RecurringJobs() {}

    static final class SayWhereScheduled {

        private SayWhereScheduled() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object recurring, @Advice.Return Object run) {
            JobRunrJobs.made(run, recurring);
        }
    }

    static final class WriteIdsBehind {

        private WriteIdsBehind() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice replaces what is returned
        static void exit(@Advice.Argument(0) Object recurring, @Advice.Return(readOnly = false) String text) {
            text = JobRunrJobs.written(recurring, text);
        }
    }

    static final class ReadIdsBehind {

        private ReadIdsBehind() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.Argument(0) String text, @Advice.Return Object recurring) {
            JobRunrJobs.read(recurring, text);
        }
    }
}
