package dev.backstory.agent.boundary;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import dev.backstory.agent.boot.Delegation;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Makes class loaders that look into themselves first find the one context package. */
final class DelegationBoundary implements AgentBoundary {

    private static final ElementMatcher.Junction<MethodDescription> LOAD_CLASS =
            named("loadClass").and(takesArgument(0, String.class));

    @Override
    public String name() {
        return "delegation";
    }

    /** By a part of the name, because asking each class that is loaded for its super classes would be slow. */
    @Override
    public List<Change> changes() {
        return List.of(Change.to(
                        (name, loader) -> loader != null && (name.endsWith("Loader") || name.endsWith("LoaderBase")),
                        declaresMethod(LOAD_CLASS))
                .advise(LOAD_CLASS, AskTheBootstrapLoader.class));
    }

    static final class AskTheBootstrapLoader {

        private AskTheBootstrapLoader() {}

        @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable Class<?> enter(@Advice.Argument(0) String name) throws ClassNotFoundException {
            return Delegation.find(name);
        }

        @Advice.OnMethodExit(suppress = Throwable.class)
        @SuppressWarnings({"ParameterAssignment", "UnusedVariable"}) // how advice sets what a method returns
        static void exit(
                @Advice.Enter @Nullable Class<?> found, @Advice.Return(readOnly = false) @Nullable Class<?> returned) {
            if (found != null) {
                returned = found;
            }
        }
    }
}
