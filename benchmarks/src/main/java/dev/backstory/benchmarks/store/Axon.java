package dev.backstory.benchmarks.store;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;

/** Axon Framework 4's JDBC engine with its own tables: each event the first of an aggregate. */
final class Axon implements Contender {

    private final JdbcEventStorageEngine engine;

    Axon(DataSource pool) throws SQLException {
        Serializer serializer =
                JacksonSerializer.builder().objectMapper(new JsonMapper()).build();
        this.engine = JdbcEventStorageEngine.builder()
                .connectionProvider(pool::getConnection)
                .transactionManager(NoTransactionManager.INSTANCE)
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
    }

    @Override
    public String title() {
        return "Axon's JDBC engine";
    }

    @Override
    public long publish(int publisher, BooleanSupplier more) {
        long events = 0;
        while (more.getAsBoolean()) {
            engine.appendEvents(
                    new GenericDomainEventMessage<>("Order", UUID.randomUUID().toString(), 0, OrderPlaced.next()));
            events++;
        }
        return events;
    }

    @Override
    public void close() {}
}
