package dev.backstory;

import dev.backstory.store.EventStore;
import dev.backstory.store.PendingEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Finds the connection of the thread's Spring-managed transaction. Loaded only where Spring is. */
final class SpringTransactions implements CallersTransaction {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

    private final DataSource innermost;
    private final AtomicBoolean toldAboutAnother = new AtomicBoolean();

    SpringTransactions(DataSource configured) {
        this.innermost = innermost(configured);
    }

    @Override
    public @Nullable Receipt append(EventStore store, PendingEvent event) {
        // Without synchronisation it is over: Spring ends that before it calls those who wait for the completion. And
        // one that only reads
        // would refuse the event and be broken by that; there is nothing in it that the event had to be rolled back
        // with.
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || TransactionSynchronizationManager.isCurrentTransactionReadOnly()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return null;
        }
        DataSource participant = participant();
        if (participant == null) {
            return null;
        }
        SpringTransaction transaction = SpringTransaction.current(this);
        if (transaction == null ? SpringTransaction.isAfterCommit() : transaction.isOver()) {
            return null;
        }
        Connection connection = DataSourceUtils.getConnection(participant);
        try {
            if (connection.getAutoCommit()) {
                // Of another transaction manager's transaction: the connection is only kept for its duration.
                return null;
            }
            Receipt receipt = store.append(event, connection);
            (transaction == null ? SpringTransaction.begin(this) : transaction).published(event.step());
            return receipt;
        } catch (SQLException e) {
            throw new PublishException(
                    "Event " + event.type() + " " + event.id()
                            + " is not stored: the transaction's connection is broken: " + e.getMessage(),
                    e);
        } finally {
            DataSourceUtils.releaseConnection(connection, participant);
        }
    }

    /** As whom the configured data source takes part: itself, or a proxy around it, or what it is a proxy around. */
    private @Nullable DataSource participant() {
        DataSource another = null;
        for (Map.Entry<Object, Object> each :
                TransactionSynchronizationManager.getResourceMap().entrySet()) {
            if (each.getKey() instanceof DataSource source && each.getValue() instanceof ConnectionHolder) {
                if (innermost(source) == innermost) {
                    return source;
                }
                another = source;
            }
        }
        if (another != null && toldAboutAnother.compareAndSet(false, true)) {
            LOG.warn(
                    "An event is published in a transaction of {}, which is not the DataSource that Backstory was given"
                            + " ({}): it is stored at once, and stays if the transaction is rolled back. Said once.",
                    another,
                    innermost);
        }
        return null;
    }

    private static DataSource innermost(DataSource source) {
        DataSource inner = source;
        while (inner instanceof DelegatingDataSource proxy && proxy.getTargetDataSource() != null) {
            inner = proxy.getTargetDataSource();
        }
        return inner;
    }
}
