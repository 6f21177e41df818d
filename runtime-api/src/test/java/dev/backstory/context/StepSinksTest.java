package dev.backstory.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepSinksTest {

    private static final class Silent implements StepSink {
        @Override
        public void record(Step step) {}
    }

    private static URLClassLoader loader(@Nullable ClassLoader parent) {
        return new URLClassLoader(new URL[0], parent);
    }

    @Test
    void the_sink_of_the_nearest_loader_is_found() throws IOException {
        try (URLClassLoader server = loader(null);
                URLClassLoader shop = loader(server);
                URLClassLoader admin = loader(server);
                URLClassLoader plugin = loader(shop)) {
            Silent ofServer = new Silent();
            Silent ofShop = new Silent();
            int server1 = StepSinks.register(server, ofServer);
            int shop1 = StepSinks.register(shop, ofShop);

            assertThat(StepSinks.forLoader(plugin)).isEqualTo(shop1);
            assertThat(StepSinks.forLoader(admin)).isEqualTo(server1);
            assertThat(StepSinks.forLoader(loader(null))).isEqualTo(StepSinks.NONE);
            assertThat(StepSinks.forLoader(null)).isEqualTo(StepSinks.NONE);
            assertThat(StepSinks.byHandle(shop1)).isSameAs(ofShop);

            StepSinks.unregister(shop1);
            assertThat(StepSinks.forLoader(plugin)).isEqualTo(server1);
            assertThat(StepSinks.byHandle(shop1)).isNull();
            assertThat(StepSinks.byHandle(server1)).isSameAs(ofServer);
        }
    }

    @Test
    void the_last_of_one_loader_wins_and_no_handle_is_used_twice() throws IOException {
        try (URLClassLoader shop = loader(null)) {
            Silent first = new Silent();
            Silent second = new Silent();
            int firstHandle = StepSinks.register(shop, first);
            int secondHandle = StepSinks.register(shop, second);
            assertThat(StepSinks.forLoader(shop)).isEqualTo(secondHandle);

            StepSinks.unregister(secondHandle);
            assertThat(StepSinks.forLoader(shop)).isEqualTo(firstHandle);
            assertThat(StepSinks.register(shop, second)).isGreaterThan(secondHandle);
            assertThat(StepSinks.byHandle(firstHandle)).isSameAs(first);
        }
    }

    @Test
    void a_sink_that_nobody_keeps_is_forgotten() throws IOException {
        try (URLClassLoader shop = loader(null)) {
            int handle = StepSinks.register(shop, new Silent());
            await().untilAsserted(() -> {
                System.gc();
                assertThat(StepSinks.byHandle(handle)).isNull();
            });
            assertThat(StepSinks.forLoader(shop)).isEqualTo(StepSinks.NONE);
        }
    }
}
