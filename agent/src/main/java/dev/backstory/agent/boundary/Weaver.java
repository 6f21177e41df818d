package dev.backstory.agent.boundary;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.StringJoiner;
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

/** Changes classes with ByteBuddy; made when the first class needs it. */
final class Weaver {

    private final ByteBuddy byteBuddy = new ByteBuddy()
            .with(TypeValidation.DISABLED)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
            .with(Implementation.Context.Disabled.Factory.INSTANCE);
    private final IdentityHashMap<Installed, AdviceFor> advice = new IdentityHashMap<>();
    private final List<Installed> installed;

    Weaver(List<Installed> installed) {
        this.installed = installed;
    }

    Changed weave(Candidate candidate, @Nullable ClassLoader loader) {
        try {
            return changed(candidate, loader);
        } catch (TypePool.Resolution.NoSuchTypeException absent) {
            // One of its super types is not there: a library's optional part, which nobody can use either.
            return Changed.NOT_NOW;
        }
    }

    private Changed changed(Candidate candidate, @Nullable ClassLoader loader) {
        String name = candidate.name;
        ClassFileLocator others = loader == null
                ? ClassFileLocator.ForClassLoader.ofBootLoader()
                : ClassFileLocator.ForClassLoader.of(loader);
        ClassFileLocator locator =
                new ClassFileLocator.Compound(ClassFileLocator.Simple.of(name, candidate.classFile), others);
        TypePool pool = TypePool.Default.WithLazyResolution.of(locator);
        TypeDescription type = pool.describe(name).resolve();
        DynamicType.Builder<?> start = byteBuddy.redefine(type, locator);
        DynamicType.Builder<?> changed =
                candidate.mayCarry && isCarrying(type, name, loader) ? Change.carrying(start) : start;
        StringJoiner by = new StringJoiner(",");
        boolean known = true;
        for (Installed each : installed) {
            boolean applied = false;
            for (Change change : each.changes()) {
                if (change.mayApplyTo(name, loader) && change.matches(type)) {
                    boolean fits = change.fits(type);
                    if (fits) {
                        changed = change.apply(changed, type, candidate.mayCarry, adviceFor(each), each.place);
                    } else {
                        each.place.unknownVersion(name);
                    }
                    applied |= fits;
                    known &= fits;
                }
            }
            if (applied) {
                by.add(each.boundary.name());
            }
        }
        if (!known && changed == start) {
            return Changed.NOT_NOW;
        }
        if (changed == start
                || ClassFileVersion.ofClassFile(candidate.classFile).isLessThan(ClassFileVersion.JAVA_V5)) {
            return Changed.NOTHING;
        }
        byte[] classFile =
                changed.make(TypeResolutionStrategy.Disabled.INSTANCE, pool).getBytes();
        return new Changed(by.toString(), classFile, known);
    }

    /** Of several boundaries whose objects of one class carry, the values are the same one. */
    private boolean isCarrying(TypeDescription type, String name, @Nullable ClassLoader loader) {
        for (Installed each : installed) {
            for (Change change : each.changes()) {
                if (change.mayApplyTo(name, loader) && change.isCarrying(type)) {
                    return true;
                }
            }
        }
        return false;
    }

    private synchronized AdviceFor adviceFor(Installed boundary) {
        AdviceFor known = advice.get(boundary);
        if (known == null) {
            known = new AdviceFor(boundary.boundary.name());
            advice.put(boundary, known);
        }
        return known;
    }
}
