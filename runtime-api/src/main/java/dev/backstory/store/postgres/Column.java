package dev.backstory.store.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One column of many rows, as one array parameter for {@code unnest}.
 *
 * @param type what the values are cast to
 * @param element the array's own element type
 * @param value takes it from a row
 */
record Column<R>(String type, String element, Function<R, @Nullable Object> value) {

    static <R> Column<R> text(String type, Function<R, @Nullable Object> value) {
        return new Column<>(type, "text", value);
    }

    static <R> Column<R> number(String type, Function<R, @Nullable Object> value) {
        return new Column<>(type, "int8", value);
    }

    static <R> Column<R> flag(String type, Function<R, @Nullable Object> value) {
        return new Column<>(type, "bool", value);
    }

    Array of(List<R> rows, Connection connection) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(rows.get(i));
        }
        return connection.createArrayOf(element, values);
    }
}
