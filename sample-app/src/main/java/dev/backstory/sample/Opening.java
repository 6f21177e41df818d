package dev.backstory.sample;

import dev.backstory.Events;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says that the shop is open: as an event, in the log, and in a file for whoever started it. */
@Component
class Opening {

    private static final Logger log = LoggerFactory.getLogger(Opening.class);

    private final ShopSettings settings;
    private final ShopDatabase database;
    private final Environment environment;

    Opening(ShopSettings settings, ShopDatabase database, Environment environment) {
        this.settings = settings;
        this.database = database;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void open() throws IOException {
        Events.publish(new ShopEvents.ShopOpened("corner"));
        String address = "http://localhost:" + environment.getProperty("local.server.port");
        log.info("The shop is open at {}", address);
        Announcement.write(settings.announce(), address, database.url(), database.user(), database.password());
    }
}
