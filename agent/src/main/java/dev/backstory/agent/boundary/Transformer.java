package dev.backstory.agent.boundary;

import dev.backstory.agent.boot.Carrying;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Looks at the name and the loader of each class that is loaded, and only then at the class. */
final class Transformer implements ClassFileTransformer {

    private final ThreadLocal<Boolean> busy = new ThreadLocal<>();
    private final List<Installed> installed;
    private final ClassCache cache;
    private final ModuleReads reads;
    /** The classes that were looked at while the agent starts, by name and loader. */
    private volatile @Nullable Set<String> startedWith = ConcurrentHashMap.newKeySet();

    private @Nullable Weaver weaver;

    Transformer(List<Installed> installed, ClassCache cache, ModuleReads reads) {
        this.installed = installed;
        this.cache = cache;
        this.reads = reads;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable Module module,
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (internalName == null || internalName.startsWith("dev/backstory/agent/")) {
            return null;
        }
        reads.addTo(module, loader);
        String name = internalName.replace('/', '.');
        return looksAt(name, loader) ? guarded(name, loader, redefined, bytes) : null;
    }

    boolean looksAt(String name, @Nullable ClassLoader loader) {
        // Not an iterator over all boundaries per class loaded: one look per boundary, without allocation.
        for (int i = 0; i < installed.size(); i++) {
            if (installed.get(i).boundary.looksAt(name, loader)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a class of that name is one to look at and was not, so far in the agent's start. It counts as looked at from now on. */
    boolean hasMissed(String name, @Nullable ClassLoader loader) {
        return looksAt(name, loader) && isFirstLookAt(name, loader);
    }

    /** After this a class that is missed can only be named. */
    void startIsOver() {
        startedWith = null;
    }

    private boolean isFirstLookAt(String name, @Nullable ClassLoader loader) {
        Set<String> seen = startedWith;
        return seen != null && seen.add(name + "@" + System.identityHashCode(loader));
    }

    private byte @Nullable [] guarded(
            String name, @Nullable ClassLoader loader, @Nullable Class<?> redefined, byte[] bytes) {
        if (busy.get() != null) {
            // Changing a class while another is changed could need the very class that is being loaded.
            if (startedWith == null) {
                skipped(name, loader, "it was loaded while the agent changed another class");
            }
            return null;
        }
        busy.set(Boolean.TRUE);
        isFirstLookAt(name, loader);
        try {
            String kinds = kinds(name, loader, bytes);
            return kinds.isEmpty() ? null : change(new Candidate(name, kinds, mayCarry(redefined), bytes), loader);
        } catch (Throwable failure) {
            skipped(name, loader, failure.toString());
            System.err.println("[backstory] " + name + " stays as it is: " + failure);
            return null;
        } finally {
            busy.remove();
        }
    }

    /**
     * Whether a class can be given a member, what makes it carry for example, or has to be given it again: the JVM refuses a change of a loaded class's
     * fields and interfaces, so that whoever else transforms the class later depends on it looking as it does.
     */
    private static boolean mayCarry(@Nullable Class<?> loaded) {
        return loaded == null || Arrays.asList(loaded.getInterfaces()).contains(Carrying.class);
    }

    private String kinds(String name, @Nullable ClassLoader loader, byte[] bytes) {
        StringBuilder kinds = new StringBuilder();
        for (int i = 0; i < installed.size(); i++) {
            AgentBoundary boundary = installed.get(i).boundary;
            String kind = boundary.looksAt(name, loader) ? boundary.kind(name, loader, bytes) : null;
            if (kind != null) {
                kinds.append(boundary.name()).append('=').append(kind).append(';');
            }
        }
        return kinds.toString();
    }

    private byte @Nullable [] change(Candidate candidate, @Nullable ClassLoader loader) {
        Changed changed = cache.find(candidate);
        if (changed == null) {
            changed = weaver().weave(candidate, loader);
            if (changed.mayBeKept) {
                cache.keep(candidate, changed);
            }
        }
        if (changed.isNothing()) {
            return null;
        }
        for (Installed each : installed) {
            if (("," + changed.by + ",").contains("," + each.boundary.name() + ",")) {
                each.place.changed(candidate.name);
            }
        }
        return changed.classFile;
    }

    private synchronized Weaver weaver() {
        Weaver made = weaver;
        if (made == null) {
            made = new Weaver(installed);
            weaver = made;
        }
        return made;
    }

    private void skipped(String name, @Nullable ClassLoader loader, String reason) {
        for (Installed each : installed) {
            if (each.boundary.looksAt(name, loader)) {
                each.place.skipped(name, reason);
            }
        }
    }
}
