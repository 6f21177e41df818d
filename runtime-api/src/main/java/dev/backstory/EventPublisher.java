package dev.backstory;

import dev.backstory.audit.AuditLog;
import dev.backstory.personal.KeyStore;
import dev.backstory.personal.PersonalReader;
import dev.backstory.personal.SubjectKey;
import dev.backstory.store.EventStore;
import dev.backstory.store.PendingEvent;
import dev.backstory.store.StoryReader;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishes events to one store. Make one per application and keep it; {@link Events} does so by itself. Safe for use by
 * several threads.
 */
public final class EventPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private final EventStore store;
    private final Duration wait;
    private final EventContents contents;
    private final Stamper stamper;
    private final StepRecorder steps;
    private final CallersTransaction transaction;
    private final PersonalData personal;
    private final PublishCounts counts = new PublishCounts();
    private final Metrics metrics;
    private final @Nullable KeyStore keys;
    private final RunningFollowers followers;

    private EventPublisher(Builder builder) {
        Settings settings = Settings.ofProcess(builder.settings);
        String complaints = String.join("; ", settings.complaints());
        if (!complaints.isEmpty() && SAID.add(complaints)) {
            LOG.warn("Backstory is not configured as intended: {}.", complaints);
        }
        EventStore given = builder.store;
        String service = ServiceName.of(settings);
        String older = AgentVersion.complaint();
        if (!older.isEmpty() && SAID.add(older)) {
            LOG.warn("Backstory: {}.", older);
        }
        this.store = given != null ? given : ConfiguredStore.open(settings, service, builder.dataSource);
        this.followers =
                new RunningFollowers(store, this::reveal, builder.loader, settings.duration(Setting.SHUTDOWN_WAIT));
        this.metrics = new Metrics(service, counts, store, followers);
        this.transaction = CallersTransaction.of(builder.dataSource);
        this.wait = settings.duration(Setting.STORE_WAIT);
        SecretMask mask = SecretMask.of(settings);
        PersonalRules rules = new PersonalRules(settings.text(Setting.PERSONAL));
        ConfiguredKeys configured = ConfiguredKeys.of(settings, builder.keyStore, store);
        this.keys = configured.forReading();
        this.personal = new PersonalData(rules, configured.forPublishing(), wait);
        store.protectSteps(new ProtectedSteps(mask, rules, configured.forPublishing()));
        this.contents = new EventContents(builder.mapper, mask, rules);
        this.steps = StepRecorder.register(builder.loader, store, settings.number(Setting.FAILURES_PER_SECOND));
        this.stamper = new Stamper(
                new EventIds(settings.duration(Setting.RETENTION)), new Console(settings), mask, steps.handle());
    }

    /** A publisher as system properties and the environment configure it. */
    public static EventPublisher create() {
        return builder().build();
    }

    /** A publisher that the program configures; what it leaves open comes from system properties and the environment. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Publishes an event, and returns when it is stored. In a Spring-managed transaction in which the publisher's {@link
     * Builder#dataSource DataSource} takes part it is stored with that or not at all, unless it {@linkplain SurvivesRollback
     * survives a rollback}.
     *
     * @param event a record or bean, or an {@link Event}
     * @throws StoreUnavailableException when the store does not answer within {@code backstory.store.wait}
     * @throws PublishException when the event is not valid
     */
    public Receipt publish(Object event) {
        return counts.count(() -> {
            PendingEvent pending = pending(event);
            Receipt inTransaction = survivesRollback(event) ? null : transaction.append(store, pending);
            return inTransaction != null ? inTransaction : publishNow(pending);
        });
    }

    private Receipt publishNow(PendingEvent pending) {
        long began = System.nanoTime();
        return StoreWait.await(store.appendNow(pending), pending, began, wait);
    }

    /**
     * Publishes an event in the caller's transaction: it is stored with the caller's changes or not at all, unless it
     * {@linkplain SurvivesRollback survives a rollback}.
     *
     * @throws PublishException when the event is not valid, or the database refuses it
     */
    public Receipt publish(Object event, Connection connection) {
        return counts.count(() -> {
            PendingEvent pending = pending(event);
            return survivesRollback(event) ? publishNow(pending) : store.append(pending, connection);
        });
    }

    /**
     * Publishes an event without waiting for the store. An event that is not valid fails the future. What is added to the
     * future may take its time, and publish: the store goes on meanwhile.
     */
    public CompletableFuture<Receipt> publishAsync(Object event) {
        return counts.countLater(() -> {
            PendingEvent pending = pending(event);
            Receipt inTransaction = survivesRollback(event) ? null : transaction.append(store, pending);
            return inTransaction != null ? CompletableFuture.completedFuture(inTransaction) : store.append(pending);
        });
    }

    private static boolean survivesRollback(Object published) {
        Object event = published instanceof Event.Builder builder ? builder.build() : published;
        if (event instanceof Event said) {
            Object data = said.data;
            return said.survivesRollback || (data != null && isMarked(data.getClass()));
        }
        return isMarked(event.getClass());
    }

    private static boolean isMarked(Class<?> event) {
        return event.isAnnotationPresent(SurvivesRollback.class);
    }

    private PendingEvent pending(Object published) {
        Objects.requireNonNull(published, "event");
        metrics.offer();
        Object event = published instanceof Event.Builder builder ? builder.build() : published;
        Event said = event instanceof Event explicit ? explicit : null;
        EventContent content = said == null ? contents.of(event) : contents.of(said);
        PendingEvent pending = personal.protect(stamper.stamp(content, said), content.personal());
        steps.claim(pending.step());
        return pending;
    }

    /**
     * Reads what is stored; personal data too, where this process has the master key. With PostgreSQL each question opens a
     * connection of its own, never one of the application's pool: for many, as a viewer asks them, give {@link
     * dev.backstory.store.postgres.PostgresStoryReader} a pool.
     */
    public StoryReader reader() {
        return keys == null ? store.reader() : new PersonalReader(store.reader(), keys);
    }

    private RecordedEvent reveal(RecordedEvent event) {
        return keys == null ? event : new PersonalReader(store.reader(), keys).reveal(event);
    }

    /**
     * A follower of that name, yet to be started; it ends with this publisher.
     *
     * @param name letters, digits and {@code ._~:+=@-}; whoever follows under it shares one place in the store
     */
    public Follower.Builder follower(String name) {
        return followers.named(name);
    }

    /** The audit logs of what is stored, by the rules that are kept with it. */
    public AuditLog auditLog() {
        return new AuditLog(reader(), store.auditRules());
    }

    /**
     * Erases a data subject: destroys the key of {@code customer/42}, so that every personal value stored under it becomes
     * unreadable, now and for ever. Two events tell of it, before and after. All of this is done at once, whatever becomes of
     * a transaction of the caller. A subject that has no key, which may be a typing error, is marked as erased all the same; the
     * last event then says {@code hadKey: false}.
     *
     * @param reason why, for the record; itself kept for ever
     * @return the event that says it was done
     * @throws PublishException when this process has no master key
     */
    public Receipt erase(String subject, String reason) {
        KeyStore available = keys;
        if (available == null) {
            throw new PublishException("This store keeps no keys of data subjects, so nothing can be erased from it.");
        }
        boolean hadKey = available.find(subject) != null;
        // Neither in the caller's transaction: the key is gone for ever, also when that rolls back.
        Receipt requested =
                publishAtOnce(Event.of("ErasureRequested").subject(subject).data(Map.of("reason", reason)));
        SubjectKey erased = available.erase(subject);
        return publishAtOnce(Event.of("PersonalDataErased")
                .subject(subject)
                .data(Map.of(
                        "reason",
                        reason,
                        "key",
                        erased.id(),
                        "erasedAt",
                        String.valueOf(erased.erasedAt()),
                        "hadKey",
                        hadKey))
                .causedBy(requested.eventId())
                .correlationId(requested.correlationId()));
    }

    private Receipt publishAtOnce(Event.Builder event) {
        return counts.count(() -> publishNow(pending(event)));
    }

    /** Ends its followers, stores what is waiting, each within {@code backstory.shutdown.wait}, and closes the store. */
    @Override
    public void close() {
        followers.close();
        steps.unregister();
        metrics.unregister();
        store.close();
    }

    /** A publisher in the making. */
    public static final class Builder {

        private final Map<String, String> settings = new HashMap<>();
        private ClassLoader loader = EventPublisher.class.getClassLoader();
        // Its own: Jackson's shared one, in a container's loader, would keep the classes of an undeployed application.
        private JsonMapper mapper = JsonMapper.builder().build();
        private @Nullable DataSource dataSource;
        private @Nullable EventStore store;
        private @Nullable KeyStore keyStore;

        private Builder() {}

        /** The name of this service in stories. */
        public Builder service(String name) {
            return setting(Setting.SERVICE.key, name);
        }

        /**
         * The application's own source of connections: events are stored in the transactions that Spring manages with it. The
         * store's own connections go to {@code backstory.url}, or if that is not set to where this source's go; they are
         * never taken out of it.
         */
        public Builder dataSource(DataSource source) {
            this.dataSource = Objects.requireNonNull(source, "source");
            return this;
        }

        /** The store to publish to, whatever the settings say. It is closed with the publisher. */
        public Builder store(EventStore target) {
            this.store = Objects.requireNonNull(target, "target");
            return this;
        }

        /** Where the keys of data subjects come from, instead of a table beside the events and a master key. */
        public Builder keyStore(KeyStore own) {
            this.keyStore = Objects.requireNonNull(own, "own");
            return this;
        }

        /** A setting as in {@code docs/configuration.md}; wins over system properties and the environment. */
        public Builder setting(String key, String value) {
            settings.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Writes the data of events, instead of Jackson's default. */
        public Builder jsonMapper(JsonMapper writer) {
            this.mapper = Objects.requireNonNull(writer, "writer");
            return this;
        }

        /** The application whose failed steps go to this store; otherwise whoever this library was loaded for. */
        public Builder application(ClassLoader application) {
            this.loader = Objects.requireNonNull(application, "application");
            return this;
        }

        /** The publisher, ready for use. */
        public EventPublisher build() {
            return new EventPublisher(this);
        }
    }
}
