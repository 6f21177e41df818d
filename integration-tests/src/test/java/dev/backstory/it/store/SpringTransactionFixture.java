package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.it.CausesResolve;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.StoryRecords;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A publisher in transactions that Spring manages on a pool of two connections, each test in a step of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class SpringTransactionFixture {

    final PostgresServer.Database database = PostgresServer.newDatabase("spring");
    final TcpProxy network = new TcpProxy(TcpProxy.portOf(database.url()));
    final HikariDataSource pool = pool();
    final EventPublisher publisher = publisher(pool);
    private final DataSourceTransactionManager manager = new DataSourceTransactionManager(pool);
    Step step = Step.of(Step.REQUEST, "POST /orders").start();
    private Scope scope = step.context().activate();

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(network.url(database.url()));
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(5_000);
        return new HikariDataSource(config);
    }

    static EventPublisher publisher(DataSource source) {
        return EventPublisher.builder().service("shop").dataSource(source).build();
    }

    @BeforeEach
    void enter() {
        database.execute("CREATE TABLE IF NOT EXISTS orders (id text)");
        scope.close();
        step = Step.of(Step.REQUEST, "POST /orders").start();
        scope = step.context().activate();
    }

    @AfterEach
    void leave() {
        scope.close();
        step.end();
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
    }

    @AfterAll
    void close() {
        publisher.close();
        pool.close();
        CausesResolve.in(database);
        network.close();
    }

    final TransactionTemplate transaction(int propagation) {
        TransactionTemplate template = new TransactionTemplate(manager);
        template.setPropagationBehavior(propagation);
        return template;
    }

    final TransactionTemplate required() {
        return transaction(TransactionDefinition.PROPAGATION_REQUIRED);
    }

    final void order(String id) {
        new JdbcTemplate(pool).update("INSERT INTO orders VALUES (?)", step.correlationId() + id);
    }

    final List<String> orders() {
        return new JdbcTemplate(database.dataSource())
                .queryForList("SELECT id FROM orders ORDER BY id", String.class).stream()
                        .filter(each -> each.startsWith(step.correlationId()))
                        .map(each -> each.substring(step.correlationId().length()))
                        .toList();
    }

    final Receipt publish(String type) {
        return publisher.publish(Event.of(type));
    }

    final void assertStored(String... types) {
        assertThat(publisher.reader().story(step.correlationId()).events())
                .extracting(RecordedEvent::type)
                .containsExactlyInAnyOrder(types);
    }

    final void assertRolledBack(String count) {
        Awaitility.await().untilAsserted(() -> {
            StoryRecords story = publisher.reader().story(step.correlationId());
            assertThat(story.steps()).singleElement().satisfies(each -> assertThat(each.attributes())
                    .containsEntry("rolledBackEvents", count));
        });
    }
}
