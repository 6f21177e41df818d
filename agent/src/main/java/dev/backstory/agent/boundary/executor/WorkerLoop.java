package dev.backstory.agent.boundary.executor;

import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.backstory.agent.boundary.Instructions;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Three calls inside a pool's worker loop: before {@code beforeExecute}, before {@code afterExecute}, and when all is over. */
final class WorkerLoop extends MethodVisitor {

    private static final String POOL = "java/util/concurrent/ThreadPoolExecutor";
    private static final String CALLED = "dev/backstory/agent/boot/PlainTasks";

    private WorkerLoop(MethodVisitor next) {
        super(Opcodes.ASM9, next);
    }

    static AsmVisitorWrapper visitor() {
        return Instructions.of(named("runWorker"), WorkerLoop::new);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (owner.equals(POOL) && name.equals("beforeExecute")) {
            super.visitInsn(Opcodes.DUP);
            super.visitVarInsn(Opcodes.ALOAD, 0);
            super.visitVarInsn(Opcodes.ALOAD, 1);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    CALLED,
                    "starting",
                    "(Ljava/lang/Runnable;L" + POOL + ";Ljava/lang/Object;)V",
                    false);
        } else if (owner.equals(POOL) && name.equals("afterExecute")) {
            super.visitInsn(Opcodes.DUP2);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC, CALLED, "ran", "(Ljava/lang/Runnable;Ljava/lang/Throwable;)V", false);
        } else if (owner.equals(POOL + "$Worker") && name.equals("unlock")) {
            super.visitInsn(Opcodes.DUP);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLED, "ended", "(Ljava/lang/Object;)V", false);
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }
}
