package dev.backstory.agent.boundary;

import java.util.function.UnaryOperator;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/** Puts calls between a method's instructions, where advice sees no more than its beginning and its end. */
public final class Instructions {

    private Instructions() {}

    /** What changes the methods that match; the change is given what writes them, and no branches may be added. */
    public static AsmVisitorWrapper of(
            ElementMatcher<? super MethodDescription> methods, UnaryOperator<MethodVisitor> change) {
        return new AsmVisitorWrapper.ForDeclaredMethods()
                .writerFlags(ClassWriter.COMPUTE_MAXS)
                .method(methods, new AsmVisitorWrapper.ForDeclaredMethods.MethodVisitorWrapper() {
                    @Override
                    public MethodVisitor wrap(
                            TypeDescription type,
                            MethodDescription method,
                            MethodVisitor visitor,
                            Implementation.Context context,
                            TypePool pool,
                            int writerFlags,
                            int readerFlags) {
                        return change.apply(visitor);
                    }
                });
    }
}
