package dev.backstory.agent.boundary;

import dev.backstory.agent.boot.Carrying;
import dev.backstory.agent.boot.Place;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.FieldAccessor;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import org.jspecify.annotations.Nullable;

/** What one boundary changes in the classes that a cheap look at name and loader selects. */
public final class Change {

    private static final String FIELD = "backstory$carried";
    private static final int TRANSIENT_SYNTHETIC = Modifier.PRIVATE | Modifier.TRANSIENT | 0x1000;

    private final Names names;
    private final ElementMatcher<? super TypeDescription> types;
    private final @Nullable String exact;
    private final boolean carrying;
    private boolean allOrNothing;
    private final List<Advised> advised = new ArrayList<>();
    private final List<AsmVisitorWrapper> visitors = new ArrayList<>();
    private final Map<String, Method> answers = new LinkedHashMap<>();

    private Change(
            Names names, ElementMatcher<? super TypeDescription> types, @Nullable String exact, boolean carrying) {
        this.names = names;
        this.types = types;
        this.exact = exact;
        this.carrying = carrying;
    }

    /** A change to the JDK class of that name. */
    public static Change toJdkClass(String name) {
        return new Change((each, loader) -> loader == null && each.equals(name), ElementMatchers.any(), name, false);
    }

    /** A change to the class of that name in a module of the JDK that has, or may have, the platform's loader. */
    public static Change toPlatformClass(String name) {
        return new Change(
                (each, loader) ->
                        (loader == null || loader == ClassLoader.getPlatformClassLoader()) && each.equals(name),
                ElementMatchers.any(),
                name,
                false);
    }

    /**
     * A change to a library's class of that name. Where one of its advice finds no method, the version is not known to us and the
     * class is left alone.
     */
    public static Change toLibraryClass(String name) {
        Change change =
                new Change((each, loader) -> loader != null && each.equals(name), ElementMatchers.any(), name, false);
        change.allOrNothing = true;
        return change;
    }

    /** The same for a class whose objects then carry a value each. */
    public static Change toCarryingLibraryClass(String name) {
        Change change =
                new Change((each, loader) -> loader != null && each.equals(name), ElementMatchers.any(), name, true);
        change.allOrNothing = true;
        return change;
    }

    /** A change to the JDK class of that name, whose objects then carry a value each. */
    public static Change toCarryingJdkClass(String name) {
        return new Change((each, loader) -> loader == null && each.equals(name), ElementMatchers.any(), name, true);
    }

    /** A change to classes of which names and loaders match; the type matcher, which costs more, is asked last. */
    public static Change to(Names names, ElementMatcher<? super TypeDescription> types) {
        return new Change(names, types, null, false);
    }

    /** The same for classes whose objects then carry a value each. */
    public static Change toCarrying(Names names, ElementMatcher<? super TypeDescription> types) {
        return new Change(names, types, null, true);
    }

    /** Inlines the advice class into the methods that match. */
    public Change advise(ElementMatcher<? super MethodDescription> methods, Class<?> advice) {
        advised.add(new Advised(methods, advice));
        return this;
    }

    /** Adds a public method without arguments, which answers with what that static method says of the object. */
    public Change answer(String name, Method answering) {
        answers.put(name, answering);
        return this;
    }

    /** A change to the code that advice cannot express. */
    public Change visit(AsmVisitorWrapper visitor) {
        visitors.add(visitor);
        return this;
    }

    /** The only name of a class that it changes; null when a matcher chooses among classes. */
    @Nullable
    String className() {
        return exact;
    }

    boolean mayApplyTo(String className, @Nullable ClassLoader loader) {
        return names.match(className, loader);
    }

    /** Whether objects of the class carry a value each. */
    boolean isCarrying(TypeDescription type) {
        return carrying && matches(type) && fits(type);
    }

    /** Gives a class what makes it carry. */
    static DynamicType.Builder<?> carrying(DynamicType.Builder<?> builder) {
        return builder.defineField(FIELD, Object.class, TRANSIENT_SYNTHETIC)
                .implement(Carrying.class)
                // Defined rather than implemented: the graph of declared methods does not know the interface's.
                .defineMethod("backstory$carried", Object.class, Modifier.PUBLIC)
                .intercept(FieldAccessor.ofField(FIELD))
                .defineMethod("backstory$carry", void.class, Modifier.PUBLIC)
                .withParameters(Object.class)
                .intercept(FieldAccessor.ofField(FIELD));
    }

    /** The second look, at the class itself. */
    boolean matches(TypeDescription type) {
        return types.matches(type);
    }

    DynamicType.Builder<?> apply(
            DynamicType.Builder<?> builder, TypeDescription type, boolean mayCarry, AdviceFor boundary, Place place) {
        DynamicType.Builder<?> changed = builder;
        if (carrying && !mayCarry) {
            place.skipped(
                    type.getName(), "a field, it was loaded before the agent; contexts are kept beside its objects");
        }
        for (Advised each : advised) {
            if (exact != null
                    && type.getDeclaredMethods().filter(each.methods()).isEmpty()) {
                place.skipped(type.getName(), "no method for " + each.advice().getSimpleName() + " in this version");
            }
            changed = changed.visit(boundary.advice(each.advice()).on(each.methods()));
        }
        for (Map.Entry<String, Method> each : mayCarry ? answers.entrySet() : Set.<Map.Entry<String, Method>>of()) {
            changed = changed.defineMethod(each.getKey(), each.getValue().getReturnType(), Modifier.PUBLIC)
                    .intercept(MethodCall.invoke(each.getValue()).withThis());
        }
        for (AsmVisitorWrapper each : visitors) {
            changed = changed.visit(each);
        }
        return changed;
    }

    /** Whether the class looks like that of a version that is known. */
    boolean fits(TypeDescription type) {
        for (Advised each : allOrNothing ? advised : List.<Advised>of()) {
            if (type.getDeclaredMethods().filter(each.methods()).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** The cheap look at a class that is being loaded. */
    @FunctionalInterface
    public interface Names {
        boolean match(String className, @Nullable ClassLoader loader);
    }

    private record Advised(ElementMatcher<? super MethodDescription> methods, Class<?> advice) {}
}
