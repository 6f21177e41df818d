package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.context.UuidV7;
import dev.backstory.it.CausesResolve;
import dev.backstory.it.PostgresServer;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import java.util.List;
import java.util.Objects;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.support.TransactionTemplate;

/** Events and entities, in transactions that Spring manages for Hibernate. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class JpaTransactionIT {

    /** The application's row. */
    @Entity(name = "orders")
    static class Order {

        @Id
        private String id = "";

        static Order of(String id) {
            Order order = new Order();
            order.id = id;
            return order;
        }
    }

    private final PostgresServer.Database database = PostgresServer.newDatabase("jpa");
    private final HikariDataSource pool = new HikariDataSource();
    private EventPublisher publisher;
    private EntityManagerFactory entities;
    private TransactionTemplate transaction;

    @BeforeAll
    void start() {
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(2);
        entities = new HibernatePersistenceConfiguration("shop")
                .managedClass(Order.class)
                .property("jakarta.persistence.nonJtaDataSource", pool)
                .property("hibernate.hbm2ddl.auto", "create")
                .createEntityManagerFactory();
        JpaTransactionManager manager = new JpaTransactionManager(entities);
        manager.setJpaDialect(new HibernateJpaDialect());
        manager.setDataSource(pool);
        transaction = new TransactionTemplate(manager);
        publisher = EventPublisher.builder().service("shop").dataSource(pool).build();
    }

    @AfterAll
    void close() {
        publisher.close();
        entities.close();
        pool.close();
        CausesResolve.in(database);
    }

    private EntityManager entityManager() {
        return Objects.requireNonNull(EntityManagerFactoryUtils.getTransactionalEntityManager(entities));
    }

    private Receipt publish(String type, String story) {
        return publisher.publish(Event.of(type).correlationId(story));
    }

    private List<String> stored(String story) {
        return publisher.reader().story(story).events().stream()
                .map(RecordedEvent::type)
                .toList();
    }

    private boolean isOrdered(String id) {
        return Objects.equals(database.queryOne("SELECT count(*) FROM orders WHERE id = '" + id + "'"), "1");
    }

    @Test
    void a_commit_leaves_the_entity_and_its_events() {
        String id = UuidV7.nextText();
        transaction.executeWithoutResult(status -> {
            assertThat(publish("BeforeTheEntity", id).outcome()).isEqualTo(Receipt.Outcome.IN_TRANSACTION);
            entityManager().persist(Order.of(id));
            assertThat(publish("AfterTheEntity", id).outcome()).isEqualTo(Receipt.Outcome.IN_TRANSACTION);
            assertThat(stored(id)).isEmpty();
        });
        assertThat(stored(id)).containsExactly("BeforeTheEntity", "AfterTheEntity");
        assertThat(isOrdered(id)).isTrue();
    }

    @Test
    void a_rollback_leaves_neither_but_the_event_that_survives_it() {
        String id = UuidV7.nextText();
        transaction.executeWithoutResult(status -> {
            entityManager().persist(Order.of(id));
            entityManager().flush();
            publish("OrderPlaced", id);
            publisher.publish(Event.of("PaymentFailed").correlationId(id).survivesRollback());
            status.setRollbackOnly();
        });
        assertThat(stored(id)).containsExactly("PaymentFailed");
        assertThat(isOrdered(id)).isFalse();
    }

    @Test
    void what_hibernate_refuses_at_the_commit_leaves_no_event() {
        String id = UuidV7.nextText();
        transaction.executeWithoutResult(status -> entityManager().persist(Order.of(id)));
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    publish("OrderedTwice", id);
                    entityManager().persist(Order.of(id));
                }))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThat(stored(id)).isEmpty();
    }
}
