package dev.backstory.agent.boot;

import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether a queue is the application's own: whether the code that called its constructor is neither the JDK's nor that of
 * a library that is known to make queues for itself.
 */
final class QueueMaker implements Function<Stream<StackWalker.StackFrame>, Boolean> {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** Makes queues for whoever calls it. */
    private static final String GUAVA_QUEUES = "com.google.common.collect.Queues";

    private final Class<?> queueClass;

    private QueueMaker(Class<?> queueClass) {
        this.queueClass = queueClass;
    }

    static boolean isApplication(Object queue) {
        Class<?> type = queue.getClass();
        return !(type.getClassLoader() != null && Libraries.makeQueues(type.getName()))
                && STACK.walk(new QueueMaker(type));
    }

    @Override
    public Boolean apply(Stream<StackWalker.StackFrame> frames) {
        boolean inConstructor = false;
        for (Iterator<StackWalker.StackFrame> each = frames.iterator(); each.hasNext(); ) {
            StackWalker.StackFrame frame = each.next();
            Class<?> caller = frame.getDeclaringClass();
            if (frame.getMethodName().equals("<init>") && caller.isAssignableFrom(queueClass)) {
                inConstructor = true;
            } else if (inConstructor && !caller.getName().equals(GUAVA_QUEUES)) {
                return Libraries.isApplications(caller);
            }
        }
        return false;
    }
}
