package dev.backstory.it.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachCase;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.TestJvm;

/** Each case says what was wrong with it, which is nothing, and leaves no context on any thread. */
abstract class CasesHold {

    @EachJdk
    @EachCase
    void holds(TestJvm jvm, String what) {
        assertThat(jvm.call(what).returned()).isEmpty();
    }
}
