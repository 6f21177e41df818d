package dev.backstory.agent.boundary.executor;

import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.backstory.agent.boundary.Instructions;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Has {@code execute} offer its task to the queue through us. Here, and not where the method is entered, the task is what the
 * worker will see: another agent may have put its own wrapper in the argument's place since.
 */
final class OfferInExecute extends MethodVisitor {

    private static final String QUEUE = "java/util/concurrent/BlockingQueue";
    private static final String POOL = "java/util/concurrent/ThreadPoolExecutor";

    private OfferInExecute(MethodVisitor next) {
        super(Opcodes.ASM9, next);
    }

    static AsmVisitorWrapper visitor() {
        return Instructions.of(named("execute"), OfferInExecute::new);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (owner.equals(QUEUE) && name.equals("offer") && descriptor.equals("(Ljava/lang/Object;)Z")) {
            super.visitVarInsn(Opcodes.ALOAD, 0);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    "dev/backstory/agent/boot/PlainTasks",
                    "offer",
                    "(L" + QUEUE + ";Ljava/lang/Object;L" + POOL + ";)Z",
                    false);
        } else {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }
    }
}
