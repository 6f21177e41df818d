package dev.backstory.agent.boot;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection of the application's, called by name: the module of JDBC is not visible from the bootstrap loader. */
final class Jdbc {

    private static final Call CONNECTION = new Call("getConnection", 0);
    private static final Call META_DATA = new Call("getMetaData", 0);
    private static final Call PRODUCT = new Call("getDatabaseProductName", 0);
    private static final Call AUTO_COMMIT = new Call("getAutoCommit", 0);
    private static final Call SAVEPOINT = new Call("setSavepoint", 0);
    private static final Call RELEASE = new Call("releaseSavepoint", 1);
    private static final Call ROLLBACK = new Call("rollback", 1);
    private static final Call PREPARE = new Call("prepareStatement", String.class);
    private static final Call SET_LONG = new Call("setLong", int.class, long.class);
    private static final Call SET_STRING = new Call("setString", int.class, String.class);
    private static final Call QUERY = new Call("executeQuery", 0);
    private static final Call UPDATE = new Call("executeUpdate", 0);
    private static final Call NEXT = new Call("next", 0);
    private static final Call BOOLEAN = new Call("getBoolean", int.class);
    private static final Call STRING = new Call("getString", int.class);
    private static final Call CLOSE = new Call("close", 0);

    private final Object connection;

    /** The connection that the statement runs on. */
    Jdbc(Object statement) {
        connection = Objects.requireNonNull(CONNECTION.on(statement));
    }

    boolean isPostgres() {
        return "PostgreSQL".equals(PRODUCT.on(Objects.requireNonNull(META_DATA.on(connection))));
    }

    /** Null when each statement is a transaction of its own. */
    @Nullable
    Object savepoint() {
        return isTrue(AUTO_COMMIT.on(connection)) ? null : SAVEPOINT.on(connection);
    }

    void release(@Nullable Object savepoint) {
        if (savepoint != null) {
            RELEASE.on(connection, savepoint);
        }
    }

    void rollBackTo(@Nullable Object savepoint) {
        if (savepoint != null) {
            ROLLBACK.on(connection, savepoint);
        }
    }

    /** The first column of the only row. */
    boolean ask(String query, String parameter) {
        Object statement = Objects.requireNonNull(PREPARE.on(connection, query));
        try {
            SET_STRING.on(statement, 1, parameter);
            Object rows = Objects.requireNonNull(QUERY.on(statement));
            return isTrue(NEXT.on(rows)) && isTrue(BOOLEAN.on(rows, 1));
        } finally {
            CLOSE.on(statement);
        }
    }

    /** How many rows it has changed. */
    int update(String update, long first, @Nullable Object... others) {
        Object statement = Objects.requireNonNull(PREPARE.on(connection, update));
        try {
            set(statement, 1, first);
            for (int i = 0; i < others.length; i++) {
                SET_STRING.on(statement, 2 + i, others[i]);
            }
            return (Integer) Objects.requireNonNull(UPDATE.on(statement));
        } finally {
            CLOSE.on(statement);
        }
    }

    static void set(Object statement, int parameter, long value) {
        SET_LONG.on(statement, parameter, value);
    }

    static boolean next(Object rows) {
        return isTrue(NEXT.on(rows));
    }

    static @Nullable Object text(Object rows, int column) {
        return STRING.on(rows, column);
    }

    private static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }
}
