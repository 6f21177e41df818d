package dev.backstory.agent.boot;

import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether a stream splits an iterator at this moment: it takes many messages at once and hands them to other threads, so that none of
 * them is in hand. Ours are split message by message, but another agent may have wrapped them.
 */
final class Prefetch implements Function<Stream<StackWalker.StackFrame>, Boolean> {

    private static final StackWalker STACK = StackWalker.getInstance();
    private static final Prefetch LOOK = new Prefetch();
    private static final String SPLITTING = "java.util.Spliterators$IteratorSpliterator";
    private static final int WRAPPERS = 8;

    private Prefetch() {}

    static boolean isRunning() {
        return STACK.walk(LOOK);
    }

    @Override
    public Boolean apply(Stream<StackWalker.StackFrame> frames) {
        int left = WRAPPERS;
        for (Iterator<StackWalker.StackFrame> each = frames.iterator(); left > 0 && each.hasNext(); left--) {
            StackWalker.StackFrame frame = each.next();
            if (frame.getMethodName().equals("trySplit") && frame.getClassName().equals(SPLITTING)) {
                return Boolean.TRUE;
            }
        }
        return Boolean.FALSE;
    }
}
