package dev.backstory.it.springtasks;

import dev.backstory.it.springmessages.Messaging;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Methods that run by the clock. */
@Component
class Clockwork {

    @Scheduled(fixedRate = 200)
    void byRate() {
        publish("byRate");
    }

    @Scheduled(fixedDelay = 200)
    void byDelay() {
        publish("byDelay");
        if (Tasks.ticking) {
            throw new IllegalStateException("as planned");
        }
    }

    @Scheduled(cron = "* * * * * *")
    void byCron() {
        publish("byCron");
    }

    private static void publish(String label) {
        if (Tasks.ticking) {
            Messaging.publish(label);
        }
    }
}
