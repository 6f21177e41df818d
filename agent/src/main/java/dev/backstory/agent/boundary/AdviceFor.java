package dev.backstory.agent.boundary;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;

import dev.backstory.agent.boot.Place;
import dev.backstory.context.Scope;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.constant.TextConstant;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** Makes the advice of one boundary, which reports what it throws under the boundary's name. */
final class AdviceFor {

    /** Read from its file: reflection on it would load the very class that is being changed. */
    private final ClassFileLocator adviceFiles = ClassFileLocator.ForClassLoader.of(AdviceFor.class.getClassLoader());

    private final TypePool adviceTypes = TypePool.Default.of(adviceFiles);
    private final Advice.ExceptionHandler counting;

    AdviceFor(String boundary) {
        try {
            counting = new Advice.ExceptionHandler.Simple(new StackManipulation.Compound(
                    new TextConstant(boundary),
                    MethodInvocation.invoke(new MethodDescription.ForLoadedMethod(
                            Place.class.getMethod("failed", Throwable.class, String.class)))));
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Of that class. Where its enter answers with a scope, and it has no exit, the scope is left, however the method ends. */
    Advice advice(Class<?> type) {
        TypeDescription enter = described(type);
        boolean opensScope = enter.getDeclaredMethods().filter(isStatic()).stream()
                .allMatch(only -> only.getReturnType().asErasure().represents(Scope.class));
        return (opensScope ? Advice.to(enter, described(LeaveScope.class), adviceFiles) : Advice.to(enter, adviceFiles))
                .withExceptionHandler(counting);
    }

    private TypeDescription described(Class<?> type) {
        return adviceTypes.describe(type.getName()).resolve();
    }

    static final class LeaveScope {
        private LeaveScope() {}

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Scope scope) {
            if (scope != null) {
                scope.leave();
            }
        }
    }
}
