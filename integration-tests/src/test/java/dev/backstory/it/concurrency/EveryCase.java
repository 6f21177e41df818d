package dev.backstory.it.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** All cases of one class after the other, for JVMs in which something is different for all of them. */
final class EveryCase {

    private EveryCase() {}

    /** What was wrong, in which case. */
    static String of(String applicationName) throws Exception {
        StringBuilder wrong = new StringBuilder();
        for (Method each : Class.forName(applicationName).getDeclaredMethods()) {
            Proves proves = each.getAnnotation(Proves.class);
            if (proves != null && proves.from() <= Runtime.version().feature()) {
                String verdict = run(each);
                if (!verdict.isEmpty()) {
                    wrong.append(each.getName()).append(": ").append(verdict).append('\n');
                }
            }
        }
        return wrong.toString();
    }

    private static String run(Method each) throws Exception {
        try {
            return String.valueOf(each.invoke(null));
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getCause());
        }
    }

    /** Called by a test: nothing is wrong in any case of those classes. */
    static void assertHold(TestJvm jvm, Class<?>... applications) {
        for (Class<?> each : applications) {
            assertThat(jvm.call("of", each.getName()).returned()).isEmpty();
            jvm.assertNoContextLeft();
        }
    }
}
