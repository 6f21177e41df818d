package dev.backstory.it.springtasks;

import dev.backstory.it.springmessages.Messaging;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Listeners for Spring's own events, at once, on another thread, and in each phase of a transaction. */
@Component
class Listening {

    @EventListener
    void atOnce(Tasks.Told told) {
        Messaging.publish("at once " + told.of());
    }

    @Async
    @EventListener
    void onAnotherThread(Tasks.Told told) {
        Messaging.publish("on another thread " + told.of());
    }

    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    void beforeCommit(Tasks.Told told) {
        Messaging.publish("before commit " + told.of());
    }

    @TransactionalEventListener
    void afterCommit(Tasks.Told told) {
        Messaging.publish("after commit " + told.of());
    }

    @Async
    @TransactionalEventListener
    void afterCommitOnAnotherThread(Tasks.Told told) {
        Messaging.publish("after commit on another thread " + told.of());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
    void afterRollback(Tasks.Told told) {
        Messaging.publish("after rollback " + told.of());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMPLETION)
    void afterCompletion(Tasks.Told told) {
        Messaging.publish("after completion " + told.of());
    }
}
