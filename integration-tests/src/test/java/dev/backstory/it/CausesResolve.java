package dev.backstory.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asserts over a whole database that whatever is named as a cause, as an event's step, or as what scheduled a run, is stored. */
public final class CausesResolve {

    private static final String UNRESOLVED = """
            SELECT 'event ' || e.type || ' ' || e.event_id || ' has the cause ' || e.causation_id
              FROM backstory.event e
             WHERE e.causation_id IS NOT NULL
               AND NOT EXISTS (SELECT FROM backstory.event c WHERE c.event_id = e.causation_id)
               AND NOT EXISTS (SELECT FROM backstory.step_observation c WHERE c.step_id = e.causation_id)
            UNION ALL
            SELECT 'event ' || e.type || ' ' || e.event_id || ' belongs to the step ' || e.step_id
              FROM backstory.event e
             WHERE e.step_id IS NOT NULL
               AND NOT EXISTS (SELECT FROM backstory.step_observation c WHERE c.step_id = e.step_id)
            UNION ALL
            SELECT DISTINCT 'step ' || s.name || ' ' || s.step_id || ' has the cause ' || s.causation_id
              FROM backstory.step_observation s
             WHERE s.causation_id IS NOT NULL
               AND NOT EXISTS (SELECT FROM backstory.event c WHERE c.event_id = s.causation_id)
               AND NOT EXISTS (SELECT FROM backstory.step_observation c WHERE c.step_id = s.causation_id)
            UNION ALL
            SELECT DISTINCT 'step ' || s.name || ' ' || s.step_id || ' was scheduled by ' || s.scheduled_by
              FROM backstory.step_observation s
             WHERE s.scheduled_by IS NOT NULL
               AND s.kind = 'message'
               AND NOT EXISTS (SELECT FROM backstory.step_observation c
                                WHERE c.step_id::text = s.scheduled_by OR c.correlation_id = s.scheduled_by)
            """;

    private CausesResolve() {}

    /** Fails with each cause that is not stored. A database in which nothing was ever published has none. */
    public static void in(PostgresServer.Database database) {
        if (database.queryOne("SELECT to_regclass('backstory.event')") == null) {
            return;
        }
        List<String> unresolved = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(UNRESOLVED)) {
            while (rows.next()) {
                unresolved.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        assertThat(unresolved).as("causes that are not stored").isEmpty();
    }
}
