package dev.backstory.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
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
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of("target", from), "*.jar")) {
            Path directory = Files.createDirectories(Path.of("target", to));
            for (Path jar : jars) {
                copy(jar, directory.resolve(jar.getFileName()), new Renaming(owners, method));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

        private final String owners;
        private final String method;

        Renaming(String owners, String method) {
            super(Opcodes.ASM9);
            this.owners = owners;
            this.method = method;
        }

        @Override
        public String mapMethodName(String owner, String name, String descriptor) {
            return owner.startsWith(owners) && name.equals(method) ? name + "Now" : name;
        }
    }
}
