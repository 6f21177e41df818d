package dev.backstory.agent.boundary.timer;

import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.backstory.agent.boundary.Instructions;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Two calls inside a timer's loop: before a task runs and after it has run. */
final class TimerLoop extends MethodVisitor {

    private static final String TASK = "java/util/TimerTask";
    private static final String CALLED = "dev/backstory/agent/boot/TimerRuns";

    private TimerLoop(MethodVisitor next) {
        super(Opcodes.ASM9, next);
    }

    static AsmVisitorWrapper visitor() {
        return Instructions.of(named("mainLoop"), TimerLoop::new);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        boolean runs = owner.equals(TASK) && name.equals("run");
        if (runs) {
            super.visitInsn(Opcodes.DUP);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLED, "starting", "(L" + TASK + ";)V", false);
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        if (runs) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLED, "ended", "()V", false);
        }
    }
}
