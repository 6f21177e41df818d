package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What holds in every container for many requests at once. */
abstract class CrossoverContract {

    private static final int CONNECTIONS = 200;
    private static final int REQUESTS = 50;

    @EachJdk
    @Proves("servlet.many-connections")
    void ten_thousand_requests_over_two_hundred_connections_do_not_mix(TestJvm jvm) throws Exception {
        String port = jvm.call("port").returned();
        Set<String> stories = ConcurrentHashMap.newKeySet();
        ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                sent.add(clients.submit(() -> {
                    try (Connection connection = new Connection(port)) {
                        for (int j = 0; j < REQUESTS; j++) {
                            Connection.Answer answer = connection.get(j % 2 == 0 ? "/pool" : "/start");
                            assertThat(answer.body()).isEqualTo(answer.id());
                            stories.add(answer.body());
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(stories).hasSize(CONNECTIONS * REQUESTS);
    }
}
