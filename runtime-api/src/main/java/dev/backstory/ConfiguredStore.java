package dev.backstory;

import dev.backstory.store.EventStore;
import dev.backstory.store.InMemoryEventStore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Which store the settings ask for. */
final class ConfiguredStore {

    private static final String NOT_CONFIGURED =
            "No event store is configured. Set backstory.url=jdbc:postgresql://… (or"
                    + " BACKSTORY_URL), with backstory.user and backstory.password, for PostgreSQL; or backstory.store=memory for"
                    + " tests; or call Events.use(EventPublisher.builder().dataSource(…).build()).";
    private static final String NONE =
            "backstory.store=none: this process hands on ids and stores nothing, so it cannot"
                    + " publish. Remove the setting, or set backstory.url.";

    private ConfiguredStore() {}

    static EventStore open(Settings settings, String service, @Nullable DataSource dataSource) {
        return switch (settings.text(Setting.STORE)) {
            case "memory" -> new InMemoryEventStore(service);
            case "none" -> new RefusingStore(NONE);
            default ->
                dataSource == null && !settings.has(Setting.URL)
                        ? new RefusingStore(NOT_CONFIGURED)
                        : postgres(settings, service, dataSource);
        };
    }

    private static EventStore postgres(Settings settings, String service, @Nullable DataSource dataSource) {
        return new RefusingStore("This build of the runtime API has no PostgreSQL store for service " + service
                + (dataSource == null ? " at " + Setting.URL.key : "") + " (schema "
                + settings.text(Setting.SCHEMA) + ").");
    }
}
