package dev.backstory.agent.boundary.thread;

import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.backstory.agent.boot.ThreadStarts;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** A thread asks once which context it was started with; those that pools and libraries make for themselves have none. */
public final class ThreadBoundary implements AgentBoundary {

    @Override
    public String name() {
        return "thread";
    }

    @Override
    public void prepare() {
        ThreadStarts.install();
    }

    @Override
    public List<Change> changes() {
        return List.of(
                Change.toJdkClass("java.lang.Thread").advise(named("start"), NoteContextOnStart.class),
                Change.toJdkClass("java.lang.VirtualThread").advise(named("start"), NoteContextOnStart.class));
    }

    static final class NoteContextOnStart {
        private NoteContextOnStart() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static boolean enter(@Advice.This Thread thread) {
            return ThreadStarts.starting(thread);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.This Thread thread, @Advice.Enter boolean noted, @Advice.Thrown @Nullable Throwable failure) {
            if (noted && failure != null) {
                ThreadStarts.failed(thread);
            }
        }
    }
}
