package dev.backstory;

import dev.backstory.context.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What was published in one transaction, and how that ends. */
final class SpringTransaction implements TransactionSynchronization {

    static final String ROLLED_BACK = "rolledBackEvents";
    private static final StackWalker STACK = StackWalker.getInstance();

    private final Object key;
    private final List<@Nullable Step> published = new ArrayList<>();
    private final Map<Object, Integer> savepoints = new HashMap<>();
    private boolean over;

    private SpringTransaction(Object key) {
        this.key = key;
    }

    /** The thread's; null until something was published in it. */
    static @Nullable SpringTransaction current(Object key) {
        return TransactionSynchronizationManager.getResource(key) instanceof SpringTransaction known ? known : null;
    }

    static SpringTransaction begin(Object key) {
        SpringTransaction transaction = new SpringTransaction(key);
        TransactionSynchronizationManager.registerSynchronization(transaction);
        TransactionSynchronizationManager.bindResource(key, transaction);
        return transaction;
    }

    /**
     * Whether this is a callback after the commit, in which Spring still calls the transaction active while its connection
     * is about to be cleaned up: what is written there now is lost. Nothing but the stack tells, and only the first publish
     * of a transaction asks. A transaction that the callback has begun by itself is another one.
     */
    static boolean isAfterCommit() {
        return STACK.walk(frames -> frames.map(SpringTransaction::phase)
                        .filter(each -> each != Phase.UNKNOWN)
                        .findFirst()
                        .orElse(Phase.RUNNING))
                == Phase.COMMITTED;
    }

    private enum Phase {
        UNKNOWN,
        RUNNING,
        COMMITTED
    }

    private static Phase phase(StackWalker.StackFrame frame) {
        return switch (frame.getClassName()) {
            case "org.springframework.transaction.support.TransactionSynchronizationUtils" ->
                frame.getMethodName().equals("invokeAfterCommit") ? Phase.COMMITTED : Phase.UNKNOWN;
            case "org.springframework.transaction.interceptor.TransactionAspectSupport",
                    "org.springframework.transaction.support.TransactionTemplate" -> Phase.RUNNING;
            default -> Phase.UNKNOWN;
        };
    }

    void published(@Nullable Step step) {
        published.add(step);
    }

    boolean isOver() {
        return over;
    }

    /** Before everybody else: they may publish in their callbacks. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(key);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(key, this);
    }

    @Override
    public void savepoint(Object savepoint) {
        savepoints.put(savepoint, published.size());
    }

    @Override
    public void savepointRollback(Object savepoint) {
        // One that is not known was set before the first event.
        rolledBack(savepoints.getOrDefault(savepoint, 0));
    }

    @Override
    public void afterCommit() {
        over = true;
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(key);
        if (status == STATUS_ROLLED_BACK) {
            rolledBack(0);
        }
    }

    private void rolledBack(int from) {
        List<@Nullable Step> gone = published.subList(from, published.size());
        for (Step each : gone) {
            if (each != null) {
                String before = each.attributes().get(ROLLED_BACK);
                int count = before == null ? 1 : Integer.parseInt(before) + 1;
                each.attribute(ROLLED_BACK, Integer.toString(count));
            }
        }
        gone.clear();
    }
}
