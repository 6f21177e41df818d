package dev.backstory.it.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.DoctoredLibrary;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import org.junit.jupiter.api.BeforeAll;

/** A Disruptor in which a method that we rely on has another name, as a version that nobody knows yet may have. */
@UnderAgent(value = DisruptorOffCases.class, libraries = "disruptor-unknown", besideOthers = false, everyBuildOn = 17)
class DisruptorUnknownVersionIT {

    @BeforeAll
    static void doctor() {
        DoctoredLibrary.make("disruptor3", "disruptor-unknown", "com/lmax/disruptor/", "publish");
    }

    @EachJdk
    @Proves("disruptor.unknown-version")
    void what_does_not_look_as_known_is_left_alone_with_one_line_and_nothing_is_guessed(TestJvm jvm) {
        assertThat(jvm.call("disruptor").returned()).isEmpty();
        jvm.assertNoContextLeft();
        assertThat(jvm.output().lines().filter(line -> line.contains("boundary disruptor")))
                .containsExactly("[backstory] boundary disruptor leaves com.lmax.disruptor.MultiProducerSequencer"
                        + " alone: it does not look like that of a version that we know");
    }
}
