package dev.backstory.store.postgres;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connects to where an application's pool does, with what the pool was told, and takes no connection out of it: a pool whose
 * connections all wait for a publish would never give one to the writer. Asks the pool each time, as passwords change.
 */
final class BesidePool implements Connections {

    private final Object pool;
    private final Duration wait;

    private BesidePool(Object pool, Duration wait) {
        this.pool = pool;
        this.wait = wait;
    }

    /** For pools that say what they connect to (HikariCP, Tomcat, DBCP, c3p0); null for others. */
    static @Nullable Connections of(DataSource source, Duration wait) {
        Object inner = source;
        // Spring's proxies; and HikariCP around a source that does not pool.
        for (Object next = inner; next != null; next = beneath(inner)) {
            inner = next;
        }
        if (inner.getClass().getName().startsWith("org.postgresql.ds.PGSimpleDataSource")) {
            return Connections.from((DataSource) inner, wait, true);
        }
        return url(inner) == null ? null : new BesidePool(inner, wait);
    }

    private static @Nullable Object beneath(Object source) {
        Object target = get(source, "getTargetDataSource");
        return target != null ? target : get(source, "getDataSource");
    }

    @Override
    public Connection open() throws SQLException {
        String url = url(pool);
        if (url == null) {
            throw new SQLException(where() + " has no PostgreSQL URL any more");
        }
        return Connections.connect(
                url,
                text(pool, "getUsername", "getUser"),
                text(pool, "getPassword"),
                get(pool, "getDataSourceProperties") instanceof Properties more ? more : Map.of(),
                wait);
    }

    @Override
    public String where() {
        return Connections.withoutOptions(String.valueOf(url(pool)));
    }

    @Override
    public boolean areOurs() {
        return true;
    }

    private static @Nullable String url(Object pool) {
        String url = text(pool, "getJdbcUrl", "getUrl");
        return url != null && url.startsWith("jdbc:postgresql:") ? url : null;
    }

    private static @Nullable String text(Object pool, String... getters) {
        for (String each : getters) {
            if (get(pool, each) instanceof String text) {
                return text;
            }
        }
        return null;
    }

    private static @Nullable Object get(Object pool, String getter) {
        try {
            return pool.getClass().getMethod(getter).invoke(pool);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return null;
        }
    }
}
