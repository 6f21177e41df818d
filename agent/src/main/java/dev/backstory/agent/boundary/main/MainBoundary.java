package dev.backstory.agent.boundary.main;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.Mains;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import dev.backstory.context.Scope;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** The {@code main} that the JVM calls: an origin of its own, and not the cause of what a server does later. */
public final class MainBoundary implements AgentBoundary {

    private final @Nullable String mainClass = MainClass.find(System.getProperty("sun.java.command"));

    @Override
    public String name() {
        return "main";
    }

    @Override
    public void prepare() {
        if (mainClass != null) {
            Mains.expect(new ConsoleSession(System.getProperties(), System.getenv()).step(mainClass));
        }
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return mainClass != null && loader != null && className.equals(mainClass);
    }

    @Override
    public List<Change> changes() {
        // Of a class with both forms the JVM calls the one with arguments; the first to be entered counts.
        ElementMatcher.Junction<MethodDescription> main = named("main")
                .and(returns(void.class))
                .and(takesArguments(String[].class).or(takesArguments(0)));
        return List.of(Change.to(this::looksAt, any()).advise(main, RunAsStep.class));
    }

    static final class RunAsStep {

        private RunAsStep() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Scope enter() {
            return Mains.enter();
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Scope scope, @Advice.Thrown @Nullable Throwable thrown) {
            Mains.exit(scope, thrown);
        }
    }
}
