package dev.backstory.it.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;

@UnderAgent(ShutdownApp.class)
class ShutdownIT {

    @EachJdk(alone = true)
    @Proves("thread.shutdown-hooks")
    void a_hook_belongs_to_no_story(TestJvm jvm) {
        assertThatThrownBy(() -> jvm.call("exit_in_a_story")).hasMessageContaining("ended");
        await().untilAsserted(() ->
                assertThat(jvm.output()).contains("hook: story null").containsPattern("request: story [0-9a-f-]{36}"));
    }
}
