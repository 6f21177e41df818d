package dev.backstory.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** An agent that does what others do before ours: it uses pools, futures, timers and queues, whose classes then are loaded. */
public final class EarlyLoader {

    private static final String CONCURRENT = "java.util.concurrent.";

    private static final List<String> CLASSES = List.of(
            "java.util.Timer",
            "java.util.TimerTask",
            "java.util.TimerThread",
            CONCURRENT + "ArrayBlockingQueue",
            CONCURRENT + "CompletableFuture",
            CONCURRENT + "DelayQueue",
            CONCURRENT + "DelayScheduler",
            CONCURRENT + "ForkJoinPool",
            CONCURRENT + "ForkJoinTask",
            CONCURRENT + "FutureTask",
            CONCURRENT + "LinkedBlockingDeque",
            CONCURRENT + "LinkedBlockingQueue",
            CONCURRENT + "LinkedTransferQueue",
            CONCURRENT + "PriorityBlockingQueue",
            CONCURRENT + "ScheduledThreadPoolExecutor",
            CONCURRENT + "StructuredTaskScopeImpl",
            CONCURRENT + "SynchronousQueue",
            CONCURRENT + "ThreadPerTaskExecutor",
            CONCURRENT + "ThreadPoolExecutor");

    private EarlyLoader() {}

    /** Called by the JVM, before our agent. */
    public static void premain(@Nullable String arguments, Instrumentation instrumentation) throws Exception {
        for (String each : CLASSES) {
            try {
                for (Class<?> nested : Class.forName(each).getDeclaredClasses()) {
                    Class.forName(nested.getName());
                }
            } catch (ClassNotFoundException notInThisJdk) {
                // Then nobody can have loaded it either.
            }
        }
        CompletableFuture.supplyAsync(() -> 1).thenApplyAsync(value -> value).get();
    }

    /** Its jar, made in that directory. */
    static Path jar(Path directory) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", EarlyLoader.class.getName());
        String entry = EarlyLoader.class.getName().replace('.', '/') + ".class";
        Path jar = directory.resolve("early-loader.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = Objects.requireNonNull(EarlyLoader.class.getResourceAsStream("/" + entry))) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
            return jar;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
