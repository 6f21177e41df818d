package dev.backstory;

import dev.backstory.store.EventStore;
import dev.backstory.store.InMemoryEventStore;
import dev.backstory.store.postgres.PostgresEventStore;
import dev.backstory.store.postgres.PostgresEventStoreBuilder;
import dev.backstory.store.postgres.SchemaMode;
import dev.backstory.store.postgres.WhenFull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Which store the settings ask for. */
final class ConfiguredStore {

    private static final String NOT_CONFIGURED =
            "No event store is configured. Set backstory.url=jdbc:postgresql://… (or BACKSTORY_URL), with"
                    + " backstory.user and backstory.password, for PostgreSQL; or backstory.store=memory for tests; or"
                    + " call Events.use(EventPublisher.builder().dataSource(…).build()).";
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
        PostgresEventStoreBuilder builder = PostgresEventStore.builder()
                .service(service)
                .storeWait(settings.duration(Setting.STORE_WAIT))
                .shutdownWait(settings.duration(Setting.SHUTDOWN_WAIT))
                .queue(
                        settings.size(Setting.QUEUE_SIZE),
                        WhenFull.valueOf(settings.text(Setting.QUEUE_FULL).toUpperCase(Locale.ROOT)))
                .summaries(settings.flag(Setting.SUMMARIES))
                .auditRules(settings.auditRules())
                .schema(SchemaMode.valueOf(settings.text(Setting.SCHEMA).toUpperCase(Locale.ROOT)));
        if (settings.has(Setting.JOURNAL_DIR)) {
            builder.journal(
                    Path.of(settings.text(Setting.JOURNAL_DIR)),
                    settings.size(Setting.JOURNAL_SIZE),
                    WhenFull.valueOf(settings.text(Setting.JOURNAL_FULL).toUpperCase(Locale.ROOT)));
        }
        if (settings.flag(Setting.SEAL)) {
            builder.seal(settings.has(Setting.SEAL_KEY) ? Path.of(settings.text(Setting.SEAL_KEY)) : null);
        }
        Duration keep = settings.duration(Setting.RETENTION);
        boolean drop = settings.flag(Setting.RETENTION_DROP);
        // Of those that could not drop anything, not each says so.
        if (keep.toDays() >= 1 && (drop || settings.text(Setting.SCHEMA).equals("migrate"))) {
            builder.retention(keep, drop);
        }
        if (dataSource != null && !settings.has(Setting.URL)) {
            return builder.dataSource(dataSource).build();
        }
        return builder.url(settings.text(Setting.URL))
                .user(orNull(settings.text(Setting.USER)))
                .password(orNull(settings.text(Setting.PASSWORD)))
                .build();
    }

    private static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }
}
