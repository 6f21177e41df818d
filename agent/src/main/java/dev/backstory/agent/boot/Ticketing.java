package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What sets the parameters of a row of db-scheduler's, and then adds ids of ours before that row and makes its version their ticket. The ids
 * are nobody's when the row is refused, and gone when it is rolled back.
 */
final class Ticketing implements InvocationHandler {

    private static final String USABLE = "SELECT EXISTS (SELECT FROM pg_catalog.pg_class AS c"
            + " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = 'backstory' AND c.relname = 'waiting_job' AND has_schema_privilege(n.oid, 'USAGE')"
            + " AND has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')"
            + " AND has_table_privilege(c.oid, 'DELETE'))"
            + " AND EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(?)"
            + " AND attname = 'version' AND atttypid = 'int8'::regtype)";
    private static final String ADD =
            "INSERT INTO backstory.waiting_job (ticket, correlation_id, causation_id, baggage)"
                    + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final int VERSION = 6;

    private final Object runner;
    private final String table;
    private final Object setter;
    private final CausalContext scheduling;

    Ticketing(Object runner, String table, Object setter, CausalContext scheduling) {
        this.runner = runner;
        this.table = table;
        this.setter = setter;
        this.scheduling = scheduling;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given) throws Throwable {
        Object returned;
        try {
            returned = method.invoke(setter, given);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
        Object statement = given == null || given.length == 0 ? null : given[given.length - 1];
        if (statement != null && method.getName().startsWith("setParameters")) {
            try {
                ticket(statement);
            } catch (Throwable e) {
                Attached.set(runner, System.nanoTime());
                Place.DBSCHEDULER.failed(e);
            }
        }
        return returned;
    }

    private void ticket(Object statement) {
        Object known = Attached.get(runner);
        if (known instanceof Long since && System.nanoTime() - since < TimeUnit.MINUTES.toNanos(1)) {
            return;
        }
        Jdbc connection = new Jdbc(statement);
        if (!connection.isPostgres()) {
            Attached.set(runner, System.nanoTime());
            return;
        }
        Object savepoint = connection.savepoint();
        try {
            long ticket = ThreadLocalRandom.current().nextLong(WaitingJobs.LEAST_TICKET, 2 * WaitingJobs.LEAST_TICKET);
            if ((known instanceof Boolean || isUsable(connection)) && add(connection, ticket)) {
                Jdbc.set(statement, VERSION, (ticket << WaitingJobs.COUNTING_BITS) + 1);
            }
        } catch (Throwable e) {
            connection.rollBackTo(savepoint);
            throw e;
        }
        connection.release(savepoint);
    }

    private boolean add(Jdbc connection, long ticket) {
        Map<Object, Object> ids = new HashMap<>();
        if (!Transfers.PROPAGATOR.inject(scheduling, new MapCarrier(ids, ""))) {
            return false;
        }
        @Nullable Object[] texts = new Object[WaitingJobs.KEYS.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = ids.get(WaitingJobs.KEYS[i]);
        }
        return connection.update(ADD, ticket, texts) == 1;
    }

    /** Until something fails, once it is; otherwise it is asked again after a while: the table is made in the background. */
    private boolean isUsable(Jdbc connection) {
        boolean usable = connection.ask(USABLE, table);
        if (usable) {
            Attached.set(runner, true);
        } else {
            Attached.set(runner, System.nanoTime());
            Place.DBSCHEDULER.skipped(table, "its database has no table backstory.waiting_job that its user may write");
        }
        return usable;
    }
}
