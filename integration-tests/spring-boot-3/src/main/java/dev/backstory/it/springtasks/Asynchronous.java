package dev.backstory.it.springtasks;

import dev.backstory.it.springmessages.Messaging;
import java.util.concurrent.CompletableFuture;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

/** Methods that are called on another thread. */
@Component
class Asynchronous {

    @Async
    void nothing() {
        Messaging.publish("async");
    }

    @Async
    CompletableFuture<String> future() {
        Messaging.publish("async future");
        return CompletableFuture.completedFuture("done");
    }

    @Async
    void failing() {
        Messaging.publish("async failing");
        throw new IllegalStateException("as planned");
    }
}
