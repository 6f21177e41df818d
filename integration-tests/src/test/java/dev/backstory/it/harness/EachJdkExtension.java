package dev.backstory.it.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.TestWatcher;

/** Multiplies a test by the JDKs and other agents, and keeps one JVM per test class and combination until the class is done. */
final class EachJdkExtension implements TestTemplateInvocationContextProvider {

    private static final Namespace JVMS = Namespace.create(EachJdkExtension.class);

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        EachJdk asked = context.getRequiredTestMethod().getAnnotation(EachJdk.class);
        List<Run> runs = new ArrayList<>();
        for (ToRun each : ToRun.of(context.getRequiredTestClass(), context.getRequiredTestMethod())) {
            List<Jdk> jdks = Jdk.found().stream()
                    .filter(jdk -> jdk.feature() >= each.from() && isWanted(jdk, context.getRequiredTestClass()))
                    .toList();
            Beside.inMatrix(asked, context.getRequiredTestClass())
                    .filter(beside -> beside == Beside.NOTHING || Beside.isMatrix())
                    .forEach(beside -> jdks.forEach(jdk -> runs.add(new Run(each, jdk, beside))));
            if (!Beside.isMatrix() && !jdks.isEmpty()) {
                Beside.representatives(asked, context.getRequiredTestClass())
                        .forEach(beside -> runs.add(new Run(each, jdks.get(0), beside)));
            }
        }
        return runs.stream().map(TestTemplateInvocationContext.class::cast);
    }

    @Override
    public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
        // A test for a newer JDK than any that is found.
        return true;
    }

    private static boolean isWanted(Jdk jdk, Class<?> test) {
        UnderAgent application = test.getAnnotation(UnderAgent.class);
        int only = application == null || Beside.isMatrix() ? 0 : application.everyBuildOn();
        return only == 0 || only == jdk.feature();
    }

    private static TestJvm jvm(ExtensionContext method, Run run, boolean far) {
        Class<?> test = method.getRequiredTestClass();
        return jvms(method).getOrComputeIfAbsent(run.key(test, far), unused -> start(test, run), TestJvm.class);
    }

    private static ExtensionContext.Store jvms(ExtensionContext method) {
        ExtensionContext holder = method;
        while (holder.getTestMethod().isPresent()) {
            holder = holder.getParent().orElseThrow();
        }
        return holder.getStore(JVMS);
    }

    private static TestJvm start(Class<?> test, Run run) {
        UnderAgent asked = test.getAnnotation(UnderAgent.class);
        if (asked == null) {
            throw new IllegalStateException(test + " has @EachJdk tests but no @UnderAgent");
        }
        TestJvm.Builder jvm = TestJvm.of(asked.value())
                .on(run.jdk)
                .beside(run.beside)
                .agent(asked.agent())
                .loadedBefore(asked.loadedBefore());
        List.of(asked.properties()).forEach(jvm::property);
        List.of(asked.jvmArguments()).forEach(jvm::argument);
        List.of(asked.libraries()).forEach(jvm::libraries);
        List.of(asked.classPath()).forEach(jvm::classPath);
        return jvm.start();
    }

    private record Run(ToRun what, Jdk jdk, Beside beside)
            implements TestTemplateInvocationContext, ParameterResolver, AfterEachCallback, TestWatcher {

        String key(Class<?> test, boolean far) {
            return test.getName() + " on JDK " + jdk + ", " + beside + (far ? ", far side" : "");
        }

        /** Whatever a test is about: none may leave a thread with the context of work that is over. */
        @Override
        public void afterEach(ExtensionContext context) {
            if (context.getExecutionException().isPresent()) {
                return;
            }
            for (boolean far : new boolean[] {false, true}) {
                TestJvm jvm = jvms(context).get(key(context.getRequiredTestClass(), far), TestJvm.class);
                if (jvm != null && jvm.isRunning()) {
                    jvm.assertNoContextLeft();
                }
            }
        }

        @Override
        public String getDisplayName(int invocationIndex) {
            return (what.name() == null ? "" : what.name().substring(what.name().lastIndexOf('.') + 1) + " on ")
                    + "JDK " + jdk + ", " + beside;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == TestJvm.class || type == Jdk.class || type == Beside.class || type == String.class;
        }

        @Override
        public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            if (type == String.class) {
                return what.name();
            }
            boolean far = parameter.isAnnotated(FarSide.class);
            return type == Jdk.class ? jdk : type == Beside.class ? beside : jvm(context, this, far);
        }

        @Override
        public void testSuccessful(ExtensionContext context) {
            Results.of(context).add(context, what.proves(), jdk, beside, true);
        }

        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
            Results.of(context).add(context, what.proves(), jdk, beside, false);
        }
    }
}
