package dev.backstory.agent.boundary.disruptor;

import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import dev.backstory.agent.boundary.Instructions;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Three calls inside the loop of whoever reads a ring: where it gets an element, after the handler has had it, and before it waits for
 * more, which it also does when a handler has thrown and the application's exception handler has been told.
 */
final class ReaderLoop extends MethodVisitor {

    private static final String CALLED = "dev/backstory/agent/boot/Rings";

    private ReaderLoop(MethodVisitor next) {
        super(Opcodes.ASM9, next);
    }

    static AsmVisitorWrapper visitor() {
        return Instructions.of(namedOneOf("processEvents", "run", "poll"), ReaderLoop::new);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (name.equals("get") && descriptor.equals("(J)Ljava/lang/Object;")) {
            super.visitInsn(Opcodes.DUP2);
            super.visitVarInsn(Opcodes.ALOAD, 0);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLED, "handling", "(JLjava/lang/Object;)V", false);
        } else if (name.equals("waitFor")) {
            handled();
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        if (name.equals("onEvent")) {
            handled();
        }
    }

    private void handled() {
        super.visitVarInsn(Opcodes.ALOAD, 0);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLED, "handled", "(Ljava/lang/Object;)V", false);
    }
}
