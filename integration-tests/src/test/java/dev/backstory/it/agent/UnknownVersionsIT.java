package dev.backstory.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.DoctoredLibrary;
import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import dev.backstory.it.harness.UnderAgent;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;

/** Libraries in each of which a method that we rely on has another name, as a version that nobody knows yet may have. */
@UnderAgent(
        value = UnknownVersionsApp.class,
        libraries = {
            UnknownVersionsIT.DIRECTORY,
            "netty-oldest",
            "clients-oldest",
            "tomcat11",
            "vertx4",
            "../spring-boot-3/target/shop",
            "../spring-boot-3/target/reactive"
        },
        properties = "backstory.capture.spring-events=dev.backstory.it.*",
        besideOthers = false,
        everyBuildOn = 17)
class UnknownVersionsIT {

    static final String DIRECTORY = "unknown-versions";

    private static final String SHOP = "../spring-boot-3/target/shop/";
    private static final List<Doctored> DOCTORED = List.of(
            new Doctored(
                    "netty",
                    "io.netty.util.concurrent.SingleThreadEventExecutor",
                    "offerTask",
                    "netty-oldest/netty-common-*"),
            new Doctored("reactive", "kotlinx.coroutines.DispatchedTask", "run", "kotlinx-coroutines-core-jvm-*"),
            new Doctored(
                    "httpclient",
                    "okhttp3.internal.connection.Exchange",
                    "writeRequestHeaders",
                    "clients-oldest/okhttp-*"),
            new Doctored(
                    "httpclient",
                    "org.apache.hc.client5.http.impl.classic.MainClientExec",
                    "execute",
                    "clients-oldest/httpclient5-*"),
            new Doctored(
                    "httpclient", "io.vertx.core.http.impl.HttpClientRequestImpl", "doWrite", "vertx4/vertx-core-*"),
            new Doctored("kafka", "org.apache.kafka.clients.producer.KafkaProducer", "doSend", "kafka3/kafka-*"),
            new Doctored("rabbitmq", "com.rabbitmq.client.impl.ChannelN", "basicGet", "rabbitmq-oldest/amqp-*"),
            new Doctored(
                    "springlisteners",
                    "org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer",
                    "doInvokeRecordListener",
                    SHOP + "spring-kafka-*"),
            new Doctored(
                    "springevents",
                    "org.springframework.transaction.event.TransactionalApplicationListenerSynchronization",
                    "processEventWithCallbacks",
                    SHOP + "spring-tx-*"),
            new Doctored(
                    "springtasks",
                    "org.springframework.scheduling.support.ScheduledMethodRunnable",
                    "run",
                    SHOP + "spring-context-*"),
            new Doctored(
                    "springbatch",
                    "org.springframework.batch.core.job.AbstractJob",
                    "execute",
                    SHOP + "spring-batch-core-*"),
            new Doctored(
                    "webflux",
                    "org.springframework.web.server.adapter.HttpWebHandlerAdapter",
                    "createExchange",
                    SHOP + "spring-web-*"),
            new Doctored(
                    "mdc", "ch.qos.logback.classic.spi.LoggingEvent", "getMDCPropertyMap", SHOP + "logback-classic-*"),
            new Doctored("jobrunr", "org.jobrunr.server.BackgroundJobPerformer", "runActualJob", "jobrunr/jobrunr-*"),
            new Doctored(
                    "dbscheduler",
                    "com.github.kagkarlsson.scheduler.ExecutePicked",
                    "executePickedExecution",
                    "db-scheduler/db-scheduler-*"),
            new Doctored(
                    "websocket",
                    "org.apache.tomcat.websocket.server.WsHttpUpgradeHandler",
                    "init",
                    "tomcat11/tomcat-embed-websocket-*"));

    @BeforeAll
    static void doctor() {
        DoctoredLibrary.make(
                DOCTORED.stream().map(each -> each.jar + ".jar").toList(),
                DIRECTORY,
                DOCTORED.stream()
                        .collect(Collectors.toMap(each -> each.className.replace('.', '/'), Doctored::method)));
    }

    @EachJdk
    @Proves({
        "netty.unknown-version",
        "reactive.unknown-version",
        "httpclient.unknown-version",
        "kafka.unknown-version",
        "rabbitmq.unknown-version",
        "springlisteners.unknown-version",
        "springevents.unknown-version",
        "springtasks.unknown-version",
        "springbatch.unknown-version",
        "webflux.unknown-version",
        "mdc.unknown-version",
        "jobrunr.unknown-version",
        "dbscheduler.unknown-version",
        "websocket.unknown-version"
    })
    void what_does_not_look_as_known_is_left_alone_with_one_line(TestJvm jvm) {
        for (Doctored each : DOCTORED) {
            jvm.call("load", each.className);
        }
        assertThat(jvm.call("dev.backstory.it.concurrency.NettyUnknownCases#netty")
                        .returned())
                .isEmpty();
        jvm.assertNoContextLeft();
        assertThat(jvm.output().lines().filter(line -> line.startsWith("[backstory] boundary ")))
                .containsExactlyInAnyOrderElementsOf(
                        DOCTORED.stream().map(Doctored::line).toList());
    }

    private record Doctored(String boundary, String className, String method, String jar) {

        String line() {
            return "[backstory] boundary " + boundary + " leaves " + className
                    + " alone: it does not look like that of a version that we know";
        }
    }
}
