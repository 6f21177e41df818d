package dev.backstory.agent.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SupertypesTest {

    private static final String HERE = "dev/backstory/agent/boundary/SupertypesTest$";

    private final Supertypes supertypes = new Supertypes(HERE);

    @Test
    void all_ancestors_in_the_package_are_found() throws IOException {
        assertThat(of(Bottom.class)).isEqualTo(HERE + "Api," + HERE + "Middle," + HERE + "Wider");
        assertThat(of(Middle.class)).isEqualTo(HERE + "Api," + HERE + "Wider");
    }

    @Test
    void interfaces_and_classes_without_such_ancestors_are_none() throws IOException {
        assertThat(of(Api.class)).isNull();
        assertThat(of(Other.class)).isNull();
        assertThat(of(Object.class)).isNull();
    }

    @Test
    void constants_of_every_kind_are_skipped() throws IOException {
        // Longs, doubles, floats, method handles and what links lambdas.
        for (Class<?> each : new Class<?>[] {Math.class, Float.class, Thread.class, Collectors.class}) {
            Class<?>[] interfaces = each.getInterfaces();
            assertThat(ClassHead.of(file(each)).parents)
                    .hasSize(interfaces.length + 1)
                    .endsWith(each.getSuperclass().getName().replace('.', '/'));
        }
        assertThat(ClassHead.of(file(Thread.class)).parents).containsExactly("java/lang/Runnable", "java/lang/Object");
        assertThat(ClassHead.of(file(Object.class)).parents).isEmpty();
    }

    private @Nullable String of(Class<?> type) throws IOException {
        return supertypes.of(SupertypesTest.class.getClassLoader(), file(type));
    }

    private static byte[] file(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private interface Wider {}

    private interface Api extends Wider {}

    private abstract static class Middle implements RandomAccess, Api {}

    private static final class Bottom extends Middle {}

    private static final class Other implements RandomAccess {}
}
