package dev.backstory;

import dev.backstory.store.EventStore;
import dev.backstory.store.PendingEvent;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transaction that whoever publishes is in, where the application's data source takes part in it. */
interface CallersTransaction {

    /** Nobody could tell. */
    CallersTransaction NONE = (store, event) -> null;

    /** Stores the event in it; null when there is none. */
    @Nullable
    Receipt append(EventStore store, PendingEvent event);

    /** Those that Spring manages with that data source, if Spring is here; it is no dependency of ours. */
    static CallersTransaction of(@Nullable DataSource dataSource) {
        if (dataSource == null) {
            return NONE;
        }
        Logger log = LoggerFactory.getLogger(EventPublisher.class);
        try {
            ClassLoader loader = CallersTransaction.class.getClassLoader();
            Class.forName("org.springframework.transaction.support.TransactionSynchronization", false, loader);
            Class.forName("org.springframework.jdbc.datasource.ConnectionHolder", false, loader);
            return new SpringTransactions(dataSource);
        } catch (ClassNotFoundException | LinkageError e) {
            log.debug("No Spring transactions: {}", e.toString());
            return NONE;
        }
    }
}
