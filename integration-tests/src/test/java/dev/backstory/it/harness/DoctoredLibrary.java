package dev.backstory.it.harness;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/**
 * A library as a version may be that nobody knows yet: a method has another name wherever it is declared and called, so that the
 * library works as before.
 */
public final class DoctoredLibrary {

    private DoctoredLibrary() {}

    /**
     * Copies all jars of a directory below {@code target/} to another one.
     *
     * @param owners what the internal names of the classes begin with whose method of that name gets another one
     */
    public static void make(String from, String to, String owners, String method) {
        make(List.of(from + "/*.jar"), to, Map.of(owners, method));
    }

    /**
     * Copies jars to a directory below {@code target/}.
     *
     * @param from their names below {@code target/}, with {@code *} for the rest of a name; those without a directory are on the class path
     * @param methods the methods that get other names, by what the internal names of their classes begin with
     */
    public static void make(List<String> from, String to, Map<String, String> methods) {
        try {
            Path directory = Files.createDirectories(Path.of("target", to));
            for (String names : from) {
                for (Path jar : jars(Path.of("target", names))) {
                    copy(jar, directory.resolve(jar.getFileName()), new Renaming(methods));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> jars(Path names) throws IOException {
        PathMatcher matching = FileSystems.getDefault().getPathMatcher("glob:" + names.getFileName());
        Path directory = names.getParent();
        try (Stream<Path> all = Path.of("target").equals(directory)
                ? Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .map(Path::of)
                : Files.list(directory)) {
            List<Path> jars =
                    all.filter(each -> matching.matches(each.getFileName())).toList();
            if (jars.isEmpty()) {
                throw new IOException("no " + names);
            }
            return jars;
        }
    }

    private static void copy(Path jar, Path copy, Remapper renaming) throws IOException {
        try (JarFile original = new JarFile(jar.toFile());
                JarOutputStream doctored = new JarOutputStream(Files.newOutputStream(copy))) {
            for (Enumeration<JarEntry> entries = original.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                doctored.putNextEntry(new JarEntry(entry.getName()));
                try (InputStream in = original.getInputStream(entry)) {
                    byte[] bytes = in.readAllBytes();
                    doctored.write(entry.getName().endsWith(".class") ? renamed(bytes, renaming) : bytes);
                }
            }
        }
    }

    private static byte[] renamed(byte[] classFile, Remapper renaming) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(new ClassRemapper(writer, renaming), 0);
        return writer.toByteArray();
    }

    private static final class Renaming extends Remapper {

        private final Map<String, String> methods;

        Renaming(Map<String, String> methods) {
            super(Opcodes.ASM9);
            this.methods = methods;
        }

        @Override
        public String mapMethodName(String owner, String name, String descriptor) {
            boolean renamed = methods.entrySet().stream()
                    .anyMatch(each -> owner.startsWith(each.getKey()) && name.equals(each.getValue()));
            return renamed ? name + "Now" : name;
        }
    }
}
