package dev.backstory.store.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One column of the rows that are stored: a parameter for one row, and for many one array for {@code unnest}.
 *
 * @param type what the values are cast to
 * @param sqlType what they are sent as, one of {@link Types}
 * @param element the array's own element type
 * @param array makes one of that type: the driver sends a {@code String[]} as it is, and an {@code Object[]} as quoted text
 * @param value takes it from a row
 */
record Column<R>(
        String type,
        int sqlType,
        String element,
        IntFunction<@Nullable Object[]> array,
        Function<R, @Nullable Object> value) {

    static <R> Column<R> text(String type, Function<R, @Nullable Object> value) {
        return new Column<>(type, Types.VARCHAR, "text", String[]::new, value);
    }

    static <R> Column<R> number(String type, Function<R, @Nullable Object> value) {
        return new Column<>(type, Types.BIGINT, "int8", Long[]::new, value);
    }

    static <R> Column<R> flag(String type, Function<R, @Nullable Object> value) {
        return new Column<>(type, Types.BOOLEAN, "bool", Boolean[]::new, value);
    }

    void bind(PreparedStatement statement, int index, R row) throws SQLException {
        statement.setObject(index, value.apply(row), sqlType);
    }

    Array of(List<R> rows, Connection connection) throws SQLException {
        @Nullable Object[] values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        return connection.createArrayOf(element, values);
    }
}
