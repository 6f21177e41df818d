package dev.backstory.store.postgres;

import dev.backstory.audit.AuditRule;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of audit logs in the table {@code audit_rule}: a changed one is a further version. */
final class AuditRules {

    private static final String PUT = "INSERT INTO backstory.audit_rule (name, version, rule)"
            + " SELECT ?, coalesce(max(version), 0) + 1, ? FROM backstory.audit_rule WHERE name = ?"
            + " HAVING (SELECT rule FROM backstory.audit_rule WHERE name = ? ORDER BY version DESC LIMIT 1)"
            + " IS DISTINCT FROM ? ON CONFLICT DO NOTHING RETURNING version";

    private AuditRules() {}

    /**
     * Keeps the rules of this process where they are new; answers those that could not be kept, which does not make the store
     * away. For once in a process: one of an older version that only connects again must not bring its rules back.
     */
    static Map<String, String> record(Connection connection, Map<String, String> rules) throws SQLException {
        Map<String, String> left = new HashMap<>();
        for (Map.Entry<String, String> each : rules.entrySet()) {
            try (PreparedStatement statement = connection.prepareStatement(PUT)) {
                statement.setString(1, each.getKey());
                statement.setString(2, each.getValue());
                statement.setString(3, each.getKey());
                statement.setString(4, each.getKey());
                statement.setString(5, each.getValue());
                try (ResultSet kept = statement.executeQuery()) {
                    if (kept.next()) {
                        say(each.getKey(), kept.getInt(1));
                    }
                }
            } catch (SQLException e) {
                if (connection.isClosed()) {
                    throw e;
                }
                PostgresEventStore.LOG.warn(
                        "The rule of the audit log {} could not be kept: {}", each.getKey(), e.getMessage());
                left.put(each.getKey(), each.getValue());
            }
        }
        return left;
    }

    private static void say(String name, int version) {
        if (version == 1) {
            PostgresEventStore.LOG.info("The audit log {} has its rule from now on", name);
        } else {
            PostgresEventStore.LOG.info(
                    "The audit log {} is read by version {} of its rule from now on, this process's; it replaces version {}",
                    name,
                    version,
                    version - 1);
        }
    }

    /** All versions, the older first. A later library may have written one that this one does not understand: left out. */
    static List<AuditRule> read(Connections connections) {
        return ReadSession.read(connections, session -> {
            List<AuditRule> rules = new ArrayList<>();
            session.query("SELECT name, version, rule, since FROM backstory.audit_rule ORDER BY name, version", row -> {
                try {
                    rules.add(AuditRule.parse(
                            Rows.text(row, "name"),
                            row.getInt("version"),
                            Rows.text(row, "rule"),
                            Rows.time(row, "since")));
                } catch (IllegalArgumentException e) {
                    PostgresEventStore.LOG.warn("A rule of an audit log cannot be used: {}", e.getMessage());
                }
            });
            return rules;
        });
    }
}
