package dev.backstory.agent.boundary;

import dev.backstory.agent.boot.Place;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.constant.TextConstant;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.pool.TypePool;

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

    Advice advice(Class<?> type) {
        return Advice.to(adviceTypes.describe(type.getName()).resolve(), adviceFiles)
                .withExceptionHandler(counting);
    }
}
