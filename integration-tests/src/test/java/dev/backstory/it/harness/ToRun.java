package dev.backstory.it.harness;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a test runs: itself, or with {@link EachCase} each case of its application; and from which JDK on.
 *
 * @param name the case, {@code class#method}; null when the test is its own case
 */
record ToRun(@Nullable String name, int from, @Nullable Proves proves) {

    static List<ToRun> of(Class<?> test, Method method) {
        int from = method.getAnnotation(EachJdk.class).from();
        if (!method.isAnnotationPresent(EachCase.class)) {
            return List.of(new ToRun(null, from, method.getAnnotation(Proves.class)));
        }
        UnderAgent asked = test.getAnnotation(UnderAgent.class);
        if (asked == null) {
            throw new IllegalStateException(test + " has @EachCase tests but no @UnderAgent");
        }
        return Stream.concat(Stream.of(asked.value()), Stream.of(asked.more()))
                .flatMap(ToRun::casesOf)
                .map(each -> {
                    Proves proves = each.getAnnotation(Proves.class);
                    String name = each.getDeclaringClass().getName() + "#" + each.getName();
                    return new ToRun(name, Math.max(from, proves.from()), proves);
                })
                .toList();
    }

    /** In an order that does not change. */
    static Stream<Method> casesOf(Class<?> application) {
        return Stream.of(application.getDeclaredMethods())
                .filter(each -> each.isAnnotationPresent(Proves.class))
                .sorted(Comparator.comparing(Method::getName));
    }
}
