package dev.backstory.it.harness;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Multiplies a test by the JDKs and keeps one JVM per test class and JDK until the class is done. */
final class EachJdkExtension implements TestTemplateInvocationContextProvider {

    private static final Namespace JVMS = Namespace.create(EachJdkExtension.class);

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Jdk.found().stream().map(OnJdk::new);
    }

    private static TestJvm jvm(ExtensionContext method, Jdk jdk) {
        Class<?> test = method.getRequiredTestClass();
        ExtensionContext holder = method;
        while (holder.getTestMethod().isPresent()) {
            holder = holder.getParent().orElseThrow();
        }
        String key = test.getName() + " on " + jdk;
        return holder.getStore(JVMS).getOrComputeIfAbsent(key, unused -> start(test, jdk), TestJvm.class);
    }

    private static TestJvm start(Class<?> test, Jdk jdk) {
        UnderAgent asked = test.getAnnotation(UnderAgent.class);
        if (asked == null) {
            throw new IllegalStateException(test + " has @EachJdk tests but no @UnderAgent");
        }
        TestJvm.Builder jvm = TestJvm.of(asked.value()).on(jdk).agent(asked.agent());
        List.of(asked.properties()).forEach(jvm::property);
        List.of(asked.jvmArguments()).forEach(jvm::argument);
        List.of(asked.libraries()).forEach(jvm::libraries);
        List.of(asked.classPath()).forEach(jvm::classPath);
        return jvm.start();
    }

    private record OnJdk(Jdk jdk) implements TestTemplateInvocationContext, ParameterResolver {

        @Override
        public String getDisplayName(int invocationIndex) {
            return "JDK " + jdk;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == TestJvm.class || type == Jdk.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Jdk.class ? jdk : jvm(context, jdk);
        }
    }
}
