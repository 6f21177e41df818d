package dev.backstory.agent.boot;

/** Whose code it is that makes a queue, starts a thread or gives a task to an event loop: by the beginnings of class names. */
final class Libraries {

    /** They start threads for themselves only, which outlive the request that they were first needed in. */
    private static final String[] WITH_THREADS = {
        "akka.",
        "ch.qos.logback.",
        "com.aerospike.",
        "com.alibaba.druid.",
        "com.amazonaws.",
        "com.datastax.",
        "com.google.common.util.concurrent.internal.",
        "com.hazelcast.",
        "com.lmax.",
        "com.mchange.",
        "com.mongodb.",
        "com.mysql.",
        "com.rabbitmq.",
        "com.zaxxer.",
        "dev.backstory.agent.",
        "dev.backstory.store.",
        "io.asyncer.",
        "io.grpc.",
        "io.ktor.",
        "io.lettuce.",
        "io.nats.",
        "io.netty.",
        "io.opentelemetry.",
        "io.quarkus.",
        "io.rsocket.",
        "io.smallrye.",
        "io.undertow.",
        "io.vertx.",
        "kotlinx.coroutines.",
        "okhttp3.",
        "okio.",
        "oracle.",
        "org.apache.activemq.",
        "org.apache.catalina.",
        "org.apache.coyote.",
        "org.apache.hc.",
        "org.apache.http.",
        "org.apache.kafka.",
        "org.apache.logging.",
        "org.apache.pekko.",
        "org.apache.tomcat.",
        "org.apache.zookeeper.",
        "org.eclipse.jetty.",
        "org.eclipse.paho.",
        "org.h2.",
        "org.infinispan.",
        "org.jboss.threads.",
        "org.jgroups.",
        "org.mariadb.",
        "org.neo4j.",
        "org.postgresql.",
        "org.quartz.",
        "org.xnio.",
        "reactor.core.",
        "redis.",
        "scala.",
        "software.amazon.",
    };

    /** They make queues for themselves. Among them are those that start a thread for what they are given, as Spring does. */
    private static final String[] OTHERS = {
        "ch.qos.",
        "com.azure.",
        "com.couchbase.",
        "com.fasterxml.",
        "com.github.kagkarlsson.",
        "com.google.",
        "com.linecorp.",
        "dev.backstory.viewer.",
        "io.micrometer.",
        "io.micronaut.",
        "io.r2dbc.",
        "io.reactivex.",
        "kotlinx.",
        "net.bytebuddy.",
        "org.apache.",
        "org.asynchttpclient.",
        "org.eclipse.",
        "org.hibernate.",
        "org.jboss.",
        "org.jobrunr.",
        "org.redisson.",
        "org.slf4j.",
        "org.springframework.",
        "reactor.",
        "rx.",
        "tools.jackson.",
    };

    private Libraries() {}

    /** Whether the class is the application's own, and not the JDK's either. */
    static boolean isApplications(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null && loader != ClassLoader.getPlatformClassLoader() && !makeQueues(type.getName());
    }

    /** Whether a queue that the class makes is none of the application's. */
    static boolean makeQueues(String className) {
        return makeThreads(className) || beginsWithOneOf(OTHERS, className);
    }

    /** Whether a thread that the class starts is none of the application's. */
    static boolean makeThreads(String className) {
        // Netty under a name of its user's, as many clients ship it.
        return beginsWithOneOf(WITH_THREADS, className) || className.contains(".io.netty.");
    }

    private static boolean beginsWithOneOf(String[] prefixes, String className) {
        for (String each : prefixes) {
            if (className.startsWith(each)) {
                return true;
            }
        }
        return false;
    }
}
