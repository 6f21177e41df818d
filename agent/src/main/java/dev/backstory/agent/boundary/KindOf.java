package dev.backstory.agent.boundary;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Classes that extend or implement one of some types. What has no class file among their ancestors is passed over: another agent
 * adds interfaces that it makes as it goes, and ByteBuddy's own matcher gives the whole class up there.
 */
public final class KindOf extends ElementMatcher.Junction.ForNonNullValues<TypeDescription> {

    private final Set<String> types;

    private KindOf(Set<String> types) {
        this.types = types;
    }

    /** Classes, not interfaces, that are a kind of a type of one of those names. */
    public static ElementMatcher.Junction<TypeDescription> anyOf(String... types) {
        return new KindOf(Set.of(types));
    }

    @Override
    protected boolean doMatch(TypeDescription type) {
        return !type.isInterface() && isKind(type, new HashSet<>());
    }

    private boolean isKind(TypeDescription type, Set<String> seen) {
        if (!seen.add(type.getName())) {
            return false;
        }
        if (types.contains(type.getName())) {
            return true;
        }
        TypeDefinition parent;
        List<TypeDescription> interfaces;
        try {
            parent = type.getSuperClass();
            interfaces = type.getInterfaces().asErasures();
        } catch (IllegalStateException | IllegalArgumentException absent) {
            return false;
        }
        for (int i = 0; i < interfaces.size(); i++) {
            TypeDescription each = at(i, interfaces);
            if (each != null && isKind(each, seen)) {
                return true;
            }
        }
        return parent != null && isKind(parent.asErasure(), seen);
    }

    /** Null where it has no class file: some lists say so no earlier than they are asked for the element. */
    private static @Nullable TypeDescription at(int index, List<TypeDescription> types) {
        try {
            return types.get(index);
        } catch (IllegalStateException | IllegalArgumentException absent) {
            return null;
        }
    }
}
