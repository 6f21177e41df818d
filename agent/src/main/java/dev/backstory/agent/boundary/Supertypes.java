package dev.backstory.agent.boundary;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which of an API's types a class is a kind of. What its ancestors are is asked once for each of them and loader. */
public final class Supertypes {

    /** No hierarchy is so deep; a class that is its own ancestor is. */
    private static final int DEEPEST = 100;

    private final Map<ClassLoader, Map<String, Set<String>>> known = Collections.synchronizedMap(new WeakHashMap<>());
    private final String[] packages;

    /** Of types whose names, with slashes, start with one of those. */
    public Supertypes(String... packages) {
        this.packages = packages.clone();
    }

    /** Their names, separated by commas; null when there are none, and for interfaces. */
    public @Nullable String of(ClassLoader loader, byte[] classFile) {
        return of(loader, classFile, "");
    }

    /** The names that have that part, separated by commas; null when there are none, and for interfaces. */
    public @Nullable String of(ClassLoader loader, byte[] classFile, String part) {
        ClassHead head = ClassHead.of(classFile);
        if (head.isInterface) {
            return null;
        }
        StringJoiner types = new StringJoiner(",");
        for (String each : ofParents(head, loader, 0)) {
            if (each.contains(part)) {
                types.add(each);
            }
        }
        return types.length() == 0 ? null : types.toString();
    }

    private Set<String> ofParents(ClassHead head, ClassLoader loader, int depth) {
        Set<String> all = Set.of();
        for (String parent : head.parents) {
            Set<String> types = ofType(parent, loader, depth + 1);
            if (all.isEmpty()) {
                all = types;
            } else if (!types.isEmpty()) {
                all = new TreeSet<>(all);
                all.addAll(types);
            }
        }
        return all;
    }

    private Set<String> ofType(String type, ClassLoader loader, int depth) {
        if (type.startsWith("java/") || depth > DEEPEST) {
            return Set.of();
        }
        Map<String, Set<String>> ofLoader = known.get(loader);
        if (ofLoader == null) {
            ofLoader = new ConcurrentHashMap<>();
            known.put(loader, ofLoader);
        }
        Set<String> types = ofLoader.get(type);
        if (types == null) {
            types = read(type, loader, depth);
            ofLoader.put(type, types);
        }
        return types;
    }

    private Set<String> read(String type, ClassLoader loader, int depth) {
        Set<String> above = Set.of();
        try (InputStream in = loader.getResourceAsStream(type + ".class")) {
            if (in != null) {
                above = ofParents(ClassHead.of(in.readAllBytes()), loader, depth);
            }
        } catch (IOException | RuntimeException unreadable) {
            // Then it is what its name says.
        }
        for (String each : packages) {
            if (type.startsWith(each)) {
                Set<String> with = new TreeSet<>(above);
                with.add(type);
                return with;
            }
        }
        return above;
    }
}
