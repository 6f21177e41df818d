package dev.backstory.agent.boundary;

import static net.bytebuddy.matcher.ElementMatchers.any;
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

    @Override
    public String name() {
        return "delegation";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return isLoader(className, loader) || isLoaderOfModules(className, loader);
    }

    private static boolean isLoader(String name, @Nullable ClassLoader loader) {
        return loader != null && (name.endsWith("Loader") || name.endsWith("LoaderBase"));
    }

    /**
     * The JDK's own loaders look into a module that has the package before they ask their parent. The one of the class path and
     * the module path is left as it is, unless there is such a module.
     */
    private static boolean isLoaderOfModules(String name, @Nullable ClassLoader loader) {
        return loader == null
                && (name.equals("jdk.internal.loader.Loader")
                        || (name.equals("jdk.internal.loader.BuiltinClassLoader") && OnModulePath.FOUND));
    }

    /** By a part of the name, because asking each class that is loaded for its super classes would be slow. */
    @Override
    public List<Change> changes() {
        ElementMatcher.Junction<MethodDescription> loadClass =
                named("loadClass").and(takesArgument(0, String.class));
        ElementMatcher.Junction<MethodDescription> loadClassOrNull =
                named("loadClassOrNull").and(takesArgument(0, String.class));
        return List.of(
                Change.to(DelegationBoundary::isLoader, declaresMethod(loadClass))
                        .advise(loadClass, AskTheBootstrapLoader.class),
                Change.to(DelegationBoundary::isLoaderOfModules, any())
                        .advise(loadClass.or(loadClassOrNull), AskTheBootstrapLoader.class));
    }

    /** Whether the runtime API, or another copy of the package, is a module of this JVM from its start. */
    private static final class OnModulePath {

        private static final boolean FOUND = ModuleLayer.boot().modules().stream()
                .anyMatch(module -> module.getPackages().contains("dev.backstory.context"));

        private OnModulePath() {}
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
