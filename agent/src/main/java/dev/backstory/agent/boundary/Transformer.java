package dev.backstory.agent.boundary;

import dev.backstory.agent.boot.Place;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** Looks at the name and the loader of each class that is loaded, and only then at the class. */
final class Transformer implements ClassFileTransformer {

    private final ByteBuddy byteBuddy = new ByteBuddy()
            .with(TypeValidation.DISABLED)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
            .with(Implementation.Context.Disabled.Factory.INSTANCE);
    private final ThreadLocal<Boolean> busy = new ThreadLocal<>();
    private final List<Installed> installed;
    private final ModuleReads reads;

    Transformer(List<Installed> installed, ModuleReads reads) {
        this.installed = installed;
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
        // Not an iterator over all boundaries per class loaded: one look per change, without allocation.
        for (int i = 0; i < installed.size(); i++) {
            if (installed.get(i).mayApplyTo(name, loader)) {
                return guarded(name, loader, redefined, bytes);
            }
        }
        return null;
    }

    private byte @Nullable [] guarded(
            String name, @Nullable ClassLoader loader, @Nullable Class<?> redefined, byte[] bytes) {
        if (busy.get() != null) {
            return null;
        }
        busy.set(Boolean.TRUE);
        try {
            return change(name, loader, Change.mayCarry(redefined), bytes);
        } catch (TypePool.Resolution.NoSuchTypeException absent) {
            // One of its super types is not there: a library's optional part, which nobody can use either.
            return null;
        } catch (Throwable failure) {
            skipped(name, loader, failure);
            System.err.println("[backstory] " + name + " stays as it is: " + failure);
            return null;
        } finally {
            busy.remove();
        }
    }

    private void skipped(String name, @Nullable ClassLoader loader, Throwable reason) {
        for (Installed each : installed) {
            if (each.mayApplyTo(name, loader)) {
                each.place.skipped(name, reason.toString());
            }
        }
    }

    private byte @Nullable [] change(String name, @Nullable ClassLoader loader, boolean mayCarry, byte[] bytes) {
        ClassFileLocator others = loader == null
                ? ClassFileLocator.ForClassLoader.ofBootLoader()
                : ClassFileLocator.ForClassLoader.of(loader);
        ClassFileLocator locator = new ClassFileLocator.Compound(ClassFileLocator.Simple.of(name, bytes), others);
        TypePool pool = TypePool.Default.WithLazyResolution.of(locator);
        TypeDescription type = pool.describe(name).resolve();
        DynamicType.Builder<?> start = byteBuddy.redefine(type, locator);
        DynamicType.Builder<?> changed = start;
        for (Installed each : installed) {
            changed = each.apply(changed, type, name, loader, mayCarry);
        }
        if (changed == start || ClassFileVersion.ofClassFile(bytes).isLessThan(ClassFileVersion.JAVA_V5)) {
            return null;
        }
        return changed.make(TypeResolutionStrategy.Disabled.INSTANCE, pool).getBytes();
    }

    /** A boundary that is switched on. */
    record Installed(Place place, AdviceFor advice, List<Change> changes) {

        boolean mayApplyTo(String name, @Nullable ClassLoader loader) {
            for (int i = 0; i < changes.size(); i++) {
                if (changes.get(i).mayApplyTo(name, loader)) {
                    return true;
                }
            }
            return false;
        }

        DynamicType.Builder<?> apply(
                DynamicType.Builder<?> builder,
                TypeDescription type,
                String name,
                @Nullable ClassLoader loader,
                boolean mayCarry) {
            DynamicType.Builder<?> changed = builder;
            for (Change each : changes) {
                if (each.mayApplyTo(name, loader)) {
                    changed = each.apply(changed, type, mayCarry, advice, place);
                }
            }
            if (changed != builder) {
                place.changed(name);
            }
            return changed;
        }
    }
}
