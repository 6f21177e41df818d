package dev.backstory.it.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs EXPLAIN ANALYZE for each query that goes through its data source, with the query's own parameters, before it. */
final class Plans {

    /** What PostgreSQL did for one query. */
    record Plan(String sql, JsonNode root) {

        /** Rows of a partition that holds a few days of a month: to read all of it is what a good planner does. */
        private static final double SMALL = 5_000;

        /** The tables that it read from one end to the other; small and empty partitions do not count. */
        List<String> sequentialScans() {
            List<String> tables = new ArrayList<>();
            for (JsonNode node : nodes()) {
                String table = node.path("Relation Name").asString("");
                if (node.path("Node Type").asString("").equals("Seq Scan") && rowsRead(node) > SMALL) {
                    tables.add(table);
                }
            }
            return tables;
        }

        /** The indexes that led it to rows; in an empty partition a planner takes any. */
        List<String> indexes() {
            return nodes().stream()
                    .filter(node -> node.path("Actual Rows").asDouble(0) > 0)
                    .map(node -> node.path("Index Name").asString(""))
                    .filter(name -> !name.isEmpty())
                    .toList();
        }

        /** How many rows of tables and indexes it looked at, also of those that it left out. */
        long rowsRead() {
            double rows = 0;
            for (JsonNode node : nodes()) {
                if (node.path("Node Type").asString("").contains("Scan")
                        && !node.path("Relation Name").isMissingNode()) {
                    rows += rowsRead(node);
                }
            }
            return Math.round(rows);
        }

        private static double rowsRead(JsonNode scan) {
            double each = scan.path("Actual Rows").asDouble(0)
                    + scan.path("Rows Removed by Filter").asDouble(0)
                    + scan.path("Rows Removed by Index Recheck").asDouble(0);
            return each * scan.path("Actual Loops").asDouble(1);
        }

        private List<JsonNode> nodes() {
            List<JsonNode> nodes = new ArrayList<>();
            collect(root.path("Plan"), nodes);
            return nodes;
        }

        private static void collect(JsonNode node, List<JsonNode> into) {
            into.add(node);
            for (JsonNode each : node.path("Plans")) {
                collect(each, into);
            }
        }
    }

    private static final Pattern PARAMETER = Pattern.compile("[?]");

    private final List<Plan> plans = new CopyOnWriteArrayList<>();

    DataSource over(DataSource source) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object result = call(source, method, arguments);
            return result instanceof Connection connection ? over(connection) : result;
        });
    }

    /** The plans since the last call. */
    List<Plan> taken() {
        List<Plan> taken = List.copyOf(plans);
        plans.clear();
        return taken;
    }

    private Connection over(Connection connection) {
        return proxy(Connection.class, (self, method, arguments) -> {
            Object result = call(connection, method, arguments);
            return method.getName().equals("prepareStatement") && arguments.length == 1
                    ? over(connection, (PreparedStatement) result, (String) arguments[0])
                    : result;
        });
    }

    private PreparedStatement over(Connection connection, PreparedStatement real, String sql) {
        SortedMap<Integer, String> literals = new TreeMap<>();
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            if (method.getName().equals("executeQuery")) {
                plans.add(plan(connection, sql, literals.values()));
            } else if (method.getName().startsWith("set") && arguments.length == 2) {
                literals.put((Integer) arguments[0], literal(method.getName().equals("setNull") ? null : arguments[1]));
            }
            return call(real, method, arguments);
        });
    }

    /** Prepared, so that it is the generic plan where the connection asks for that: with parameters of its own it never is. */
    private static Plan plan(Connection connection, String sql, Collection<String> literals) throws SQLException {
        AtomicInteger next = new AtomicInteger();
        String numbered = PARAMETER.matcher(sql).replaceAll(each -> "\\$" + next.incrementAndGet());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PREPARE explained AS " + numbered);
            try (ResultSet row = statement.executeQuery("EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE explained"
                    + (literals.isEmpty() ? "" : "(" + String.join(", ", literals) + ")"))) {
                row.next();
                return new Plan(
                        sql, JsonMapper.shared().readTree(row.getString(1)).get(0));
            } finally {
                statement.execute("DEALLOCATE explained");
            }
        }
    }

    private static String literal(@Nullable Object value) {
        return value == null ? "NULL" : "'" + value.toString().replace("'", "''") + "'";
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Plans.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
