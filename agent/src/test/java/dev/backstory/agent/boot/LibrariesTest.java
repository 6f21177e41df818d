package dev.backstory.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LibrariesTest {

    @Test
    void who_starts_threads_for_itself_makes_queues_for_itself_too() {
        for (String each : new String[] {
            "akka.actor.Timers",
            "okio.AsyncTimeout",
            "com.amazonaws.http.Reaper",
            "org.eclipse.paho.client.mqttv3.internal.ClientState",
            "org.h2.mvstore.MVStore",
            "com.mchange.v2.async.Runner",
            "org.apache.zookeeper.ClientCnxn",
            "com.alibaba.druid.pool.DruidDataSource",
            "org.jgroups.util.TimeScheduler3",
            "io.grpc.netty.shaded.io.netty.util.Timer",
            "shop.shaded.io.netty.channel.Loop"
        }) {
            assertThat(Libraries.makeThreads(each)).as(each).isTrue();
            assertThat(Libraries.makeQueues(each)).as(each).isTrue();
        }
    }

    @Test
    void who_starts_a_thread_for_what_it_is_given_may_still_make_queues_for_itself() {
        String spring = "org.springframework.core.task.SimpleAsyncTaskExecutor";
        assertThat(Libraries.makeThreads(spring)).isFalse();
        assertThat(Libraries.makeQueues(spring)).isTrue();
    }

    @Test
    void what_an_application_makes_is_its_own() {
        assertThat(Libraries.makeThreads("shop.Orders")).isFalse();
        assertThat(Libraries.makeQueues("shop.Orders")).isFalse();
    }
}
