package dev.backstory.store.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What stands after {@code WHERE}, and its parameters in the same order. */
final class Condition {

    private final StringBuilder sql = new StringBuilder("true");
    private final List<Object> parameters = new ArrayList<>();

    Condition and(String condition, Object... values) {
        sql.append(" AND ").append(condition);
        parameters.addAll(Arrays.asList(values));
        return this;
    }

    String sql() {
        return sql.toString();
    }

    /** The parameters, then those of what stands after the condition. */
    Object[] parameters(Object... more) {
        List<Object> all = new ArrayList<>(parameters);
        all.addAll(Arrays.asList(more));
        return all.toArray();
    }
}
