package dev.backstory.agent.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.agent.boot.Place;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.scaffold.subclass.ConstructorStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BoundariesTest {

    private static final List<@Nullable ClassLoader> LOADERS =
            Arrays.asList(null, ClassLoader.getPlatformClassLoader(), ClassLoader.getSystemClassLoader());

    /** Those that need nothing of a class but that its objects carry. */
    private static final Set<String> OF_ANY_SHAPE = Set.of(
            "io.grpc.Context$CancellableContext",
            "org.springframework.http.server.reactive.AbstractServerHttpResponse");

    @Test
    void the_cheap_look_sees_every_class_that_a_boundary_changes_by_name() {
        for (AgentBoundary boundary : Boundaries.all()) {
            for (Change change : boundary.changes()) {
                String name = change.className();
                for (ClassLoader loader : LOADERS) {
                    assertThat(name == null || !change.mayApplyTo(name, loader) || boundary.looksAt(name, loader))
                            .as("%s looks at %s of %s", boundary.name(), name, loader)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("libraryClasses")
    void a_library_s_class_that_looks_like_that_of_no_known_version_is_left_alone_with_one_line(
            AgentBoundary boundary, String name) {
        byte[] unknown = new ByteBuddy()
                .subclass(Object.class, ConstructorStrategy.Default.NO_CONSTRUCTORS)
                .name(name)
                .make()
                .getBytes();
        Weaver weaver = new Weaver(List.of(new Installed(Place.named(boundary.name()), boundary)));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Changed changed;
        try {
            changed = weaver.weave(new Candidate(name, "", true, unknown), ClassLoader.getSystemClassLoader());
        } finally {
            System.setErr(before);
        }
        assertThat(changed).isSameAs(Changed.NOT_NOW);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("[backstory] boundary " + boundary.name() + " leaves " + name + " alone");
    }

    static Stream<Arguments> libraryClasses() {
        return Boundaries.all().stream().flatMap(boundary -> boundary.changes().stream()
                .filter(BoundariesTest::isToLibraryClass)
                .map(Change::className)
                .distinct()
                .filter(name -> !OF_ANY_SHAPE.contains(name))
                .map(name -> Arguments.of(Named.of(boundary.name(), boundary), name)));
    }

    private static boolean isToLibraryClass(Change change) {
        String name = change.className();
        return name != null && change.mayApplyTo(name, ClassLoader.getSystemClassLoader());
    }
}
