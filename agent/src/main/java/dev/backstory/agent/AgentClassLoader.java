package dev.backstory.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** Loads what the agent's jar hides from every other loader: entries under {@code inst/} that end in {@code .classdata}. */
final class AgentClassLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;

    AgentClassLoader(File jar, ClassLoader parent) throws IOException {
        super("backstory", parent);
        this.jar = new JarFile(jar, false);
    }

    /** The JDK's loaders ask a module that has the context package for it, the parent's too, before the bootstrap loader. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return name.startsWith("dev.backstory.context.")
                ? Class.forName(name, false, null)
                : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in = open(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (LinkageError e) {
            // Another agent's transformer, called while the class is defined, had the same thread load it.
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                throw e;
            }
            return loaded;
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /**
     * Among others the class files that ByteBuddy reads advice from, and those of what advice calls: the bootstrap loader loads
     * these, but where the jar was renamed it does not show them.
     */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        try {
            InputStream own = open(name);
            ZipEntry shared = own == null ? jar.getEntry(name) : null;
            if (shared != null) {
                return jar.getInputStream(shared);
            }
            return own != null ? own : super.getResourceAsStream(name);
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable InputStream open(String resource) throws IOException {
        ZipEntry entry = jar.getEntry("inst/" + (resource.endsWith(".class") ? resource + "data" : resource));
        return entry == null ? null : jar.getInputStream(entry);
    }
}
