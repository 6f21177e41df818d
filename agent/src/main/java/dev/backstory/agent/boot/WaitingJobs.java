package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import dev.backstory.context.Propagator;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids of tasks that wait in db-scheduler's table, in a table of ours in the same database. Which belong to which, the version of a
 * task's row says: the library counts its changes there, and is made to begin with a number that has a ticket in its upper bits.
 */
final class WaitingJobs {

    static final int COUNTING_BITS = 20;
    /** No row without a ticket is ever changed so often that its version has this in the upper bits. */
    static final long LEAST_TICKET = 1L << 41;

    static final String[] KEYS = {Propagator.CORRELATION_ID, Propagator.CAUSATION_ID, Propagator.BAGGAGE};

    private static final String INSERT = "insert into ";
    private static final String COLUMNS = "(task_name, task_instance, task_data, execution_time, picked, version";
    private static final String FIND =
            "SELECT correlation_id, causation_id, baggage FROM backstory.waiting_job WHERE ticket = ";
    private static final String REMOVE = "DELETE FROM backstory.waiting_job WHERE ticket = ";
    private static final String SETTER = "com.github.kagkarlsson.shaded.jdbc.PreparedStatementSetter";
    private static final String MAPPER = "com.github.kagkarlsson.shaded.jdbc.ResultSetMapper";

    private WaitingJobs() {}

    /** Whether that statement adds rows of tasks, in columns as we know them. */
    static boolean areAddedBy(String statement) {
        return statement.startsWith(INSERT) && statement.contains(COLUMNS);
    }

    /** What sets that statement's parameters, and adds the ids. */
    static Object ticketing(Object runner, String statement, Object setter, CausalContext scheduling) {
        String table = statement.substring(INSERT.length(), statement.indexOf(COLUMNS));
        return Proxy.newProxyInstance(
                setter.getClass().getClassLoader(),
                setter.getClass().getInterfaces(),
                new Ticketing(runner, table, setter, scheduling));
    }

    /** What was added with the ticket in that version; none if it has none. */
    static CausalContext find(Object runner, long version) throws ReflectiveOperationException {
        long ticket = version >>> COUNTING_BITS;
        if (ticket < LEAST_TICKET) {
            return CausalContext.NONE;
        }
        ClassLoader loader = runner.getClass().getClassLoader();
        Class<?> setter = Class.forName(SETTER, false, loader);
        Class<?> mapper = Class.forName(MAPPER, false, loader);
        Object found = runner.getClass()
                .getMethod("query", String.class, setter, mapper)
                .invoke(
                        runner,
                        FIND.concat(Long.toString(ticket)),
                        setter.getField("NOOP").get(null),
                        Proxy.newProxyInstance(loader, new Class<?>[] {mapper}, new Reading()));
        return Transfers.PROPAGATOR.extract(new MapCarrier((Map<?, ?>) found, ""));
    }

    /** The task of that version was executed for the last time. */
    static void remove(Object runner, long version) throws ReflectiveOperationException {
        long ticket = version >>> COUNTING_BITS;
        if (ticket >= LEAST_TICKET) {
            Class<?> setter = Class.forName(SETTER, false, runner.getClass().getClassLoader());
            runner.getClass()
                    .getMethod("execute", String.class, setter)
                    .invoke(
                            runner,
                            REMOVE.concat(Long.toString(ticket)),
                            setter.getField("NOOP").get(null));
        }
    }

    /** The ids in the only row, by their keys. */
    private static final class Reading implements InvocationHandler {

        @Override
        public Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given) {
            Map<Object, Object> ids = new HashMap<>();
            Object rows = given == null ? null : given[0];
            if (rows != null && Jdbc.next(rows)) {
                for (int i = 0; i < KEYS.length; i++) {
                    Object value = Jdbc.text(rows, 1 + i);
                    if (value != null) {
                        ids.put(KEYS[i], value);
                    }
                }
            }
            return ids;
        }
    }
}
