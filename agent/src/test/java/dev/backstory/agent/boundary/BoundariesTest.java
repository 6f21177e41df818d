package dev.backstory.agent.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoundariesTest {

    private static final List<@Nullable ClassLoader> LOADERS =
            Arrays.asList(null, ClassLoader.getPlatformClassLoader(), ClassLoader.getSystemClassLoader());

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
}
