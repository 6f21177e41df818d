package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.SurvivesRollback;
import dev.backstory.context.Scope;
import dev.backstory.context.UuidV7;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Events and the application's rows, in transactions that Spring manages on a pool of two connections. */
class SpringTransactionIT extends SpringTransactionFixture {

    @SurvivesRollback
    record PaymentFailed(String reason) {}

    @Test
    void a_commit_leaves_all_events_and_a_rollback_none_but_those_that_survive_it() {
        required().executeWithoutResult(status -> {
            order("committed");
            assertThat(publish("A").outcome()).isEqualTo(Receipt.Outcome.IN_TRANSACTION);
            assertThat(publisher.publishAsync(Event.of("B")).join().outcome())
                    .isEqualTo(Receipt.Outcome.IN_TRANSACTION);
            assertStored();
        });
        required().executeWithoutResult(status -> {
            order("rolled back");
            publish("Gone");
            assertThat(publisher.publish(new PaymentFailed("no funds")).outcome())
                    .isEqualTo(Receipt.Outcome.STORED);
            assertThat(publisher.publish(Event.of("Said").survivesRollback()).outcome())
                    .isEqualTo(Receipt.Outcome.STORED);
            status.setRollbackOnly();
        });
        assertStored("A", "B", "PaymentFailed", "Said");
        assertThat(orders()).containsExactly("committed");
    }

    @Test
    void an_exception_rolls_back_and_the_step_says_how_many_events_that_cost() {
        assertThatThrownBy(() -> required().executeWithoutResult(status -> {
                    publish("One");
                    publish("Two");
                    publish("Three");
                    throw new IllegalStateException("as planned");
                }))
                .hasMessage("as planned");
        step.end();
        assertRolledBack("3");
        assertStored();
    }

    enum Moment {
        AFTER_COMMIT_OF_A_TRANSACTION_WITH_EVENTS,
        AFTER_COMMIT_OF_A_TRANSACTION_WITHOUT,
        AFTER_COMPLETION,
        IN_A_NEW_TRANSACTION_AFTER_COMMIT
    }

    @ParameterizedTest
    @EnumSource
    void a_handler_after_the_commit_publishes_durably(Moment moment) {
        List<Receipt> receipts = new ArrayList<>();
        required().executeWithoutResult(status -> {
            order("order");
            if (moment == Moment.AFTER_COMMIT_OF_A_TRANSACTION_WITH_EVENTS) {
                publish("Before");
            }
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    if (moment == Moment.IN_A_NEW_TRANSACTION_AFTER_COMMIT) {
                        transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                                .executeWithoutResult(inner -> {
                                    assertThat(publish("Gone").outcome()).isEqualTo(Receipt.Outcome.IN_TRANSACTION);
                                    inner.setRollbackOnly();
                                });
                    }
                    if (moment != Moment.AFTER_COMPLETION) {
                        receipts.add(publish("After"));
                    }
                }

                @Override
                public void afterCompletion(int outcome) {
                    if (moment == Moment.AFTER_COMPLETION) {
                        receipts.add(publish("After"));
                    }
                }
            });
        });
        assertThat(receipts).extracting(Receipt::outcome).containsExactly(Receipt.Outcome.STORED);
        assertStored(
                moment == Moment.AFTER_COMMIT_OF_A_TRANSACTION_WITH_EVENTS
                        ? new String[] {"Before", "After"}
                        : new String[] {"After"});
    }

    enum Wrapping {
        NONE,
        POOL_GIVEN_AND_LAZY_PROXY_MANAGED,
        LAZY_PROXY_GIVEN_AND_POOL_MANAGED,
        AWARE_PROXY_GIVEN,
        LAZY_PROXY_BOTH
    }

    @ParameterizedTest
    @EnumSource
    void a_proxy_around_the_pool_is_the_pool(Wrapping wrapping) {
        LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy(pool);
        DataSource given =
                switch (wrapping) {
                    case NONE, POOL_GIVEN_AND_LAZY_PROXY_MANAGED -> pool;
                    case LAZY_PROXY_GIVEN_AND_POOL_MANAGED, LAZY_PROXY_BOTH -> lazy;
                    case AWARE_PROXY_GIVEN -> new TransactionAwareDataSourceProxy(pool);
                };
        DataSource managed =
                switch (wrapping) {
                    case POOL_GIVEN_AND_LAZY_PROXY_MANAGED, LAZY_PROXY_BOTH -> lazy;
                    default -> pool;
                };
        try (EventPublisher other = publisher(given)) {
            TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(managed));
            template.executeWithoutResult(status -> {
                other.publish(Event.of("Gone"));
                status.setRollbackOnly();
            });
            template.executeWithoutResult(status ->
                    assertThat(other.publish(Event.of("Kept")).outcome()).isEqualTo(Receipt.Outcome.IN_TRANSACTION));
        }
        assertStored("Kept");
    }

    @Test
    void a_transaction_of_another_data_source_is_not_the_events() {
        TransactionTemplate elsewhere =
                new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()));
        elsewhere.executeWithoutResult(status -> {
            assertThat(publish("Stored").outcome()).isEqualTo(Receipt.Outcome.STORED);
            status.setRollbackOnly();
        });
        assertStored("Stored");
    }

    @Test
    void the_store_takes_no_connection_out_of_the_pool() throws SQLException {
        try (Connection one = pool.getConnection();
                Connection two = pool.getConnection()) {
            assertThat(one).isNotSameAs(two);
            assertThat(publish("A").outcome()).isEqualTo(Receipt.Outcome.STORED);
            try (EventPublisher another = publisher(pool)) {
                assertThat(another.publish(Event.of("B")).outcome()).isEqualTo(Receipt.Outcome.STORED);
            }
        }
        assertStored("A", "B");
    }

    @Test
    void a_transaction_may_wait_for_a_publish_on_another_thread() throws Exception {
        ExecutorService others = Executors.newFixedThreadPool(8);
        try {
            required().executeWithoutResult(status -> {
                publish("Mine");
                List<Future<Receipt>> theirs = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    theirs.add(others.submit(() -> {
                        Scope same = step.context().activate();
                        try {
                            return publish("Theirs");
                        } finally {
                            same.close();
                        }
                    }));
                }
                for (Future<Receipt> each : theirs) {
                    assertThat(each)
                            .succeedsWithin(Duration.ofSeconds(60))
                            .satisfies(receipt -> assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.STORED));
                }
                status.setRollbackOnly();
            });
        } finally {
            others.shutdownNow();
        }
        String[] eight = new String[8];
        Arrays.fill(eight, "Theirs");
        assertStored(eight);
    }

    @Test
    void an_id_that_an_open_transaction_has_used_holds_up_nobody_else() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        String id = UuidV7.nextText();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch published = new CountDownLatch(1);
            Future<?> open = other.submit(() -> required().executeWithoutResult(status -> {
                publisher.publish(Event.of("Held").id(id));
                published.countDown();
                await(end);
                status.setRollbackOnly();
            }));
            await(published);
            var same = publisher.publishAsync(Event.of("Held").id(id));
            List<Receipt> receipts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                receipts.add(publish("Free"));
            }
            assertThat(receipts).extracting(Receipt::outcome).containsOnly(Receipt.Outcome.STORED);
            assertThat(same)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("open transaction");
            end.countDown();
            open.get(60, TimeUnit.SECONDS);
        } finally {
            other.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_event_in_a_transaction_costs_one_round_trip() {
        long without = roundTrips(0);
        long with = roundTrips(10);
        assertThat(with - without).isEqualTo(10);
    }

    /** Of a warm connection, and the fewest of several: the store's own heartbeat goes over the same network. */
    private long roundTrips(int events) {
        long[] counted = {Long.MAX_VALUE};
        for (int round = 0; round < 8; round++) {
            long[] before = new long[1];
            required().executeWithoutResult(status -> {
                order("order");
                before[0] = network.roundTrips();
                for (int i = 0; i < events; i++) {
                    publish("Counted");
                }
                counted[0] = Math.min(counted[0], network.roundTrips() - before[0]);
                status.setRollbackOnly();
            });
        }
        return counted[0];
    }

    @Test
    void a_statement_that_failed_before_makes_the_publish_fail_too() {
        assertThatThrownBy(() -> required().executeWithoutResult(status -> {
                    try (Statement statement =
                            DataSourceUtils.getConnection(pool).createStatement()) {
                        statement.execute("SELECT 1 / 0");
                    } catch (SQLException e) {
                        publish("TooLate");
                    }
                }))
                .hasMessageContaining("TooLate");
        assertStored();
    }
}
