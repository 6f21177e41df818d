package dev.backstory.it.store;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.StoreUnavailableException;
import dev.backstory.context.UuidV7;
import dev.backstory.it.PostgresServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Publishers as an application configures them. */
final class Publishers {

    private Publishers() {}

    static EventPublisher to(PostgresServer.Database database) {
        return to(database.url(), database.user(), database.password(), "5s");
    }

    static EventPublisher to(String url, String user, String password, String wait) {
        return to(url, user, password, Map.of("backstory.store.wait", wait, "backstory.shutdown.wait", wait));
    }

    /** By way of that URL, with more patience than any machine needs, unless the settings say another. */
    static EventPublisher to(String url, PostgresServer.Database database, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("backstory.store.wait", "60s");
        return to(url, database.user(), database.password(), all);
    }

    private static EventPublisher to(String url, String user, String password, Map<String, String> settings) {
        EventPublisher.Builder builder = EventPublisher.builder()
                .service("shop")
                .setting("backstory.url", url)
                .setting("backstory.user", user)
                .setting("backstory.password", password);
        settings.forEach(builder::setting);
        return builder.build();
    }

    /** Publishes one event, and notes its id where the publisher said that it is stored, or that it is not. */
    static void publish(EventPublisher to, String story, Set<String> stored, Set<String> notStored) {
        String id = UuidV7.nextText();
        try {
            stored.add(to.publish(Event.of("Load").id(id).correlationId(story)).eventId());
        } catch (StoreUnavailableException e) {
            if (!e.mayBeStored()) {
                notStored.add(id);
            }
        }
    }
}
