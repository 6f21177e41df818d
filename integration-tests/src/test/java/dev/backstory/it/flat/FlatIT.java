package dev.backstory.it.flat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

/** {@code -Dit.flat.hops} says half of how many of each kind. */
@UnderAgent(
        value = FlatApp.class,
        jvmArguments = {"-XX:+UseSerialGC", "-Xmx80m"})
class FlatIT {

    private static final String HOPS = System.getProperty("it.flat.hops");

    @EachJdk(alone = true)
    @Proves("never.grows")
    void nothing_is_left_of_a_great_many_hops_of_any_kind(TestJvm jvm) {
        assertThat(jvm.call("kinds").returned().lines()).hasSizeGreaterThan(15).allSatisfy(kind -> assertThat(
                        jvm.call("flat", kind, HOPS).returned())
                .isEmpty());
    }
}
