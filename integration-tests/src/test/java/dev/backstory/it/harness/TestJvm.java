package dev.backstory.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstory.EventPublisher;
import dev.backstory.it.CausesResolve;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.StoryReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** A running JVM with a test application in it, whose cases can be called one after the other. */
public final class TestJvm implements AutoCloseable {

    private static final PostgresServer.Database DATABASE = PostgresServer.newDatabase("harness");

    private final ChildProcess child;

    private TestJvm(ChildProcess child) {
        this.child = child;
    }

    /** A JVM for that application, yet to be started. */
    public static Builder of(Class<?> application) {
        return new Builder(application);
    }

    /** The database into which the applications of all harness JVMs publish. */
    public static PostgresServer.Database database() {
        return DATABASE;
    }

    /** What they have published. */
    public static StoryReader reader() {
        return Holder.READER;
    }

    /** Calls the application's static method of that name, and returns when it has returned. Fails as it fails. */
    public synchronized Outcome call(String method, String... arguments) {
        String marker = UUID.randomUUID().toString();
        StringBuilder command = new StringBuilder(method).append(' ').append(marker);
        for (String argument : arguments) {
            command.append(' ').append(Base64.getEncoder().encodeToString(argument.getBytes(StandardCharsets.UTF_8)));
        }
        return new Outcome(Holder.POOL, Holder.READER, marker, child.ask(command.toString()));
    }

    /** That soon no platform thread of the application has a context any more, whichever pool it belongs to. */
    public void assertNoContextLeft() {
        assertNoContextLeft(Duration.ofSeconds(60));
    }

    void assertNoContextLeft(Duration patience) {
        // In this thread, because an answer that takes longer than the patience is still to be taken.
        await("no context left on any thread")
                .pollInSameThread()
                .with()
                .pollDelay(Duration.ZERO)
                .atMost(patience)
                .untilAsserted(() -> assertThat(child.ask(CaseRunner.PROBE))
                        .as(child::output)
                        .isEmpty());
    }

    boolean isRunning() {
        return child.isRunning();
    }

    /** What the JVM has printed so far, to standard output or error. */
    public String output() {
        return child.output();
    }

    /** Ends the JVM and returns all it has printed. */
    public String stop() {
        close();
        return child.output();
    }

    /** Ends the JVM; fails if any event so far, of this JVM or another, has a cause that is not stored. */
    @Override
    public void close() {
        child.close();
        CausesResolve.in(DATABASE);
    }

    /** Pooled, because a case asks its database again and again until what it waits for is there. */
    private static final class Holder {
        static final DataSource POOL = DATABASE.pool();
        static final StoryReader READER = EventPublisher.builder()
                .service("harness")
                .dataSource(POOL)
                .build()
                .reader();
    }

    /** How the JVM is started. */
    public static final class Builder {

        /** The first alone starts sooner; {@code -Dit.compiler=4} for long runs, in which the reordering of the last one may show something. */
        private static final String COMPILERS = "-XX:TieredStopAtLevel=" + Integer.getInteger("it.compiler", 1);

        private static final List<String> CLASS_PATH = List.of(
                "test-classes", "runtime-api", "jackson-", "postgresql-", "slf4j-api", "jspecify", "checker-qual");

        private final Class<?> application;
        private final List<String> arguments = new ArrayList<>();
        private final List<String> agents = new ArrayList<>();
        private final List<String> classPath = new ArrayList<>();
        private Jdk jdk = Jdk.found().get(0);
        private Beside beside = Beside.NOTHING;
        private boolean agent = true;
        private String agentJar = System.getProperty("it.agent");
        private final List<Class<?>> agentsBefore = new ArrayList<>();

        private Builder(Class<?> application) {
            this.application = application;
            CLASS_PATH.forEach(this::classPath);
        }

        /** The entries of the test's own class path with that part in their names. */
        public Builder classPath(String part) {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                if (entry.contains(part)) {
                    classPath.add(entry);
                }
            }
            return this;
        }

        /** The JDK to run on; by default the one that runs the test. */
        public Builder on(Jdk chosen) {
            jdk = chosen;
            return this;
        }

        /** A system property, {@code key=value}. */
        public Builder property(String keyAndValue) {
            return argument("-D" + keyAndValue);
        }

        /** An argument of the JVM. */
        public Builder argument(String argument) {
            arguments.add(argument);
            return this;
        }

        /** All jars of that directory below {@code target/}, at the end of the class path. */
        public Builder libraries(String directory) {
            classPath.add(
                    Path.of("target", directory).toAbsolutePath().resolve("*").toString());
            return this;
        }

        /** Whether our agent is attached; it is by default. */
        public Builder agent(boolean attached) {
            agent = attached;
            return this;
        }

        /** Another build of our agent than the packaged one. */
        public Builder agent(Path jar) {
            agentJar = jar.toString();
            return this;
        }

        /** Another {@code -javaagent}, before ours. */
        public Builder otherAgent(String jarAndOptions) {
            agents.add("-javaagent:" + jarAndOptions);
            return this;
        }

        /** Another agent, whose premain is called before ours; its class is on the class path. */
        public Builder agentBefore(Class<?> agent) {
            agentsBefore.add(agent);
            return this;
        }

        /** Whether another agent has used the JDK's pools, futures, timers and queues before ours changes their classes. */
        public Builder loadedBefore(boolean before) {
            return before ? agentBefore(EarlyLoader.class) : this;
        }

        /** The company of our agent; none by default. */
        public Builder beside(Beside other) {
            beside = other;
            return this;
        }

        /** Starts the JVM and returns when it is ready for cases. */
        public TestJvm start() {
            ScratchDirectory scratch = ScratchDirectory.inTarget();
            List<String> command = new ArrayList<>();
            command.add(jdk.java().toString());
            for (Class<?> each : agentsBefore) {
                command.add("-javaagent:" + AgentJar.of(each, scratch.path()));
            }
            command.addAll(agents);
            if (agent) {
                command.addAll(beside.arguments(agentJar));
            }
            command.addAll(List.of("-Xmx256m", COMPILERS, "--add-opens=java.base/java.lang=ALL-UNNAMED"));
            // For the threads that only JDKs with virtual ones keep there.
            command.add("--add-opens=java.base/jdk.internal.vm=ALL-UNNAMED");
            command.addAll(List.of(DATABASE.jvmOptions()));
            command.add("-Djava.io.tmpdir=" + scratch.path());
            // On a busy machine a first publish, which makes the schema, takes longer than an application would wait.
            command.add("-Dbackstory.store.wait=60s");
            command.add("-Dbackstory.service=" + application.getSimpleName());
            command.add("-Dbackstory.class-cache="
                    + Path.of("target", "class-cache").toAbsolutePath());
            command.addAll(arguments);
            command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
            command.addAll(List.of(CaseRunner.class.getName(), application.getName()));
            return new TestJvm(new ChildProcess(command, scratch));
        }
    }
}
