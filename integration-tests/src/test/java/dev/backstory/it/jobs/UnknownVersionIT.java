package dev.backstory.it.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.it.harness.EachJdk;
import dev.backstory.it.harness.Jdk;
import dev.backstory.it.harness.Outcome;
import dev.backstory.it.harness.Proves;
import dev.backstory.it.harness.TestJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import org.junit.jupiter.api.BeforeAll;

/** A Quartz in which a method that we rely on has another name, as a version that nobody knows yet may have. */
class UnknownVersionIT {

    private static final String LIBRARIES = "quartz-unknown";

    /** Renames it where it is declared and where it is called, so that the library works as before. */
    private static final class Renaming extends Remapper {

        Renaming() {
            super(Opcodes.ASM9);
        }

        @Override
        public String mapMethodName(String owner, String name, String descriptor) {
            return owner.startsWith("org/quartz/core/") && name.equals("triggerJob") ? "triggerJobNow" : name;
        }
    }

    @BeforeAll
    static void doctor() throws IOException {
        Path from = Path.of("target", "quartz");
        Path to = Files.createDirectories(Path.of("target", LIBRARIES));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(from, "*.jar")) {
            for (Path jar : jars) {
                Path copy = to.resolve(jar.getFileName());
                if (jar.getFileName().toString().startsWith("quartz-")) {
                    rename(jar, copy);
                } else {
                    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void rename(Path jar, Path copy) throws IOException {
        try (JarFile original = new JarFile(jar.toFile());
                JarOutputStream doctored = new JarOutputStream(Files.newOutputStream(copy))) {
            for (Enumeration<JarEntry> entries = original.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                doctored.putNextEntry(new JarEntry(entry.getName()));
                try (InputStream in = original.getInputStream(entry)) {
                    byte[] bytes = in.readAllBytes();
                    doctored.write(entry.getName().endsWith(".class") ? renamed(bytes) : bytes);
                }
            }
        }
    }

    private static byte[] renamed(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(new ClassRemapper(writer, new Renaming()), 0);
        return writer.toByteArray();
    }

    @EachJdk
    @Proves("quartz.unknown-version")
    void a_library_that_does_not_look_as_known_is_left_alone_with_one_line_that_names_it(Jdk jdk) {
        TestJvm jvm = TestJvm.of(QuartzApp.class).on(jdk).libraries(LIBRARIES).start();
        try (jvm) {
            Outcome outcome = jvm.call("in_memory");
            assertThat(outcome.endedStep("noted").name()).as("what does fit").isEqualTo("Note");
            assertThat(outcome.story("noted"))
                    .as("no id came along, and none was guessed")
                    .isNotEqualTo(outcome.story("before"));
            jvm.call("stop");
            jvm.assertNoContextLeft();
        }
        assertThat(jvm.output()
                        .lines()
                        .filter(line -> line.contains("QuartzScheduler") && line.contains("[backstory]")))
                .containsExactly("[backstory] boundary quartz leaves org.quartz.core.QuartzScheduler alone: it does not"
                        + " look like that of a version that we know");
    }
}
