package dev.backstory.store.postgres;

import java.sql.Driver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The driver itself: DriverManager knows it only where the class loader of the first caller saw it. */
final class JdbcDriver {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresEventStore.class);

    private static volatile @Nullable Class<? extends Driver> loaded;

    private JdbcDriver() {}

    static Driver make() {
        try {
            Class<? extends Driver> type =
                    Class.forName("org.postgresql.Driver").asSubclass(Driver.class);
            loaded = type;
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The PostgreSQL JDBC driver (org.postgresql:postgresql) is missing", e);
        }
    }

    /**
     * Takes it out of DriverManager, where it puts itself when it is loaded, and which would keep the loader of an undeployed
     * application. One that the container has for all its applications stays.
     */
    static void release() {
        Class<? extends Driver> type = loaded;
        if (type == null || type.getClassLoader() != JdbcDriver.class.getClassLoader()) {
            return;
        }
        try {
            if (Boolean.TRUE.equals(type.getMethod("isRegistered").invoke(null))) {
                type.getMethod("deregister").invoke(null);
            }
        } catch (ReflectiveOperationException e) {
            LOG.debug("the driver stays registered", e);
        }
    }
}
