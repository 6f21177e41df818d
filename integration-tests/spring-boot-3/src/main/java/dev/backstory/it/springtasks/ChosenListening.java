package dev.backstory.it.springtasks;

import dev.backstory.it.springmessages.Messaging;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** Listeners for the events that are chosen. */
@Component
class ChosenListening {

    @EventListener
    Chosen.ParcelReturned atOnce(Chosen.ParcelShipped event) {
        Messaging.publish("at once");
        return new Chosen.ParcelReturned(this, event.parcel());
    }

    @EventListener
    void returned(Chosen.ParcelReturned event) {
        Messaging.publish("returned " + event.getParcel());
    }

    @Async
    @EventListener
    void onAnotherThread(Chosen.ParcelShipped event) {
        if (!event.parcel().equals("lost")) {
            Messaging.publish("on another thread");
        }
    }

    @TransactionalEventListener
    void afterCommit(Chosen.ParcelShipped event) {
        Messaging.publish("after commit");
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
    void afterRollback(Chosen.ParcelShipped event) {
        Messaging.publish("after rollback");
    }

    @EventListener
    void told(Chosen.Unwritable event) {
        Messaging.publish("told all the same");
    }
}
