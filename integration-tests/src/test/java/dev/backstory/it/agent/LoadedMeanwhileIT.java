package dev.backstory.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.TestJvm;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A class that another agent's thread is just loading when ours starts is in neither of the JVM's lists: not loaded, and no longer to be. */
class LoadedMeanwhileIT {

    @EachJdk
    void a_class_that_another_thread_loads_while_the_agent_starts_is_changed_too(Jdk jdk) {
        TestJvm jvm = TestJvm.of(App.class)
                .on(jdk)
                .agentBefore(OtherAgent.class)
                .property("backstory.diagnostics=true")
                .start();
        jvm.close();
        assertThat(jvm.output())
                .contains("loaded while ours starts: class " + MeanwhileLoader.class.getName())
                .containsPattern("\\[backstory] delegation: .* changed .*" + MeanwhileLoader.class.getSimpleName());
    }

    static final class App {
        private App() {}
    }

    /** Its thread begins to load a class before ours starts, and comes to the end when ours has asked for what is loaded. */
    public static final class OtherAgent {

        private OtherAgent() {}

        /** Called by the JVM, before our agent. */
        public static void premain(@Nullable String arguments, Instrumentation instrumentation) throws Exception {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch ours = new CountDownLatch(1);
            Thread loading = new Thread(() -> load(new Slow(begun, ours)));
            loading.setDaemon(true);
            loading.start();
            begun.await();
            instrumentation.addTransformer(new FirstChange(ours, loading), true);
        }

        private static void load(Slow loader) {
            try {
                System.out.println("loaded while ours starts: " + Class.forName(Slow.NAME, true, loader));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Sees our agent change what is loaded. */
    private record FirstChange(CountDownLatch ours, Thread loading) implements ClassFileTransformer {

        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                @Nullable String name,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            if (redefined != null) {
                ours.countDown();
                try {
                    loading.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return null;
        }
    }

    /** The JVM asks for the super class when it has read the class file, and has shown it to the agents. */
    private static final class Slow extends ClassLoader {

        /** Not from the class itself, which would load it. */
        private static final String NAME = Slow.class.getPackageName() + ".LoadedMeanwhileIT$MeanwhileLoader";

        private final CountDownLatch begun;
        private final CountDownLatch ours;

        Slow(CountDownLatch begun, CountDownLatch ours) {
            super(ClassLoader.getSystemClassLoader());
            this.begun = begun;
            this.ours = ours;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(NAME)) {
                byte[] bytes = bytes(name);
                return defineClass(name, bytes, 0, bytes.length);
            }
            if (name.endsWith("$Parent")) {
                begun.countDown();
                try {
                    ours.await();
                } catch (InterruptedException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
            return super.loadClass(name, resolve);
        }

        private static byte[] bytes(String name) throws ClassNotFoundException {
            try (InputStream file = ClassLoader.getSystemResourceAsStream(name.replace('.', '/') + ".class")) {
                return Objects.requireNonNull(file, name).readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    public static class Parent extends ClassLoader {}

    /** One of the kind that the agent changes. */
    public static final class MeanwhileLoader extends Parent {

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            return super.loadClass(name);
        }
    }
}
