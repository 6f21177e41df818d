package dev.backstory.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code story} and {@code story_key}. */
final class SummaryRows {

    static final String STORY =
            "correlation_id, first_at, last_at, events, failed, types, subjects, services, origin_id,"
                    + " origin_kind, origin_name, origin_at, origin_caused";

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final List<Column<Summary>> COLUMNS = List.of(
            Column.text("text", each -> each.correlationId),
            Column.text("timestamptz", each -> each.firstAt.toString()),
            Column.text("timestamptz", each -> each.lastAt.toString()),
            Column.number("bigint", each -> each.events),
            Column.flag("boolean", each -> each.failed),
            Column.text("json", each -> JSON.writeValueAsString(each.types)),
            Column.text("json", each -> JSON.writeValueAsString(each.subjects)),
            Column.text("json", each -> JSON.writeValueAsString(each.services)),
            Column.text("uuid", each -> each.origin == null ? null : each.origin.id()),
            Column.text("text", each -> each.origin == null ? null : each.origin.kind()),
            Column.text("text", each -> each.origin == null ? null : each.origin.name()),
            Column.text(
                    "timestamptz",
                    each -> each.origin == null ? null : each.origin.at().toString()),
            Column.flag("boolean", each -> each.origin == null ? null : each.origin.caused()));

    private static final String SAVE = "INSERT INTO backstory.story (" + STORY + ") SELECT * FROM unnest("
            + COLUMNS.stream().map(each -> "?::" + each.type() + "[]").collect(Collectors.joining(", "))
            + ") ON CONFLICT (correlation_id) DO UPDATE SET "
            + List.of(STORY.split(", ")).stream()
                    .skip(1)
                    .map(each -> each + " = EXCLUDED." + each)
                    .collect(Collectors.joining(", "));

    /** A key of a story, as a row. */
    record KeyRow(SummaryKey key, Instant firstAt, String correlationId) implements Comparable<KeyRow> {

        @Override
        public int compareTo(KeyRow other) {
            int byKey = key.compareTo(other.key);
            int byTime = byKey != 0 ? byKey : firstAt.compareTo(other.firstAt);
            return byTime != 0 ? byTime : correlationId.compareTo(other.correlationId);
        }
    }

    private static final List<Column<KeyRow>> KEY_COLUMNS = List.of(
            Column.number("smallint", each -> (long) each.key().kind()),
            Column.text("text", each -> each.key().value()),
            Column.text("timestamptz", each -> each.firstAt().toString()),
            Column.text("text", KeyRow::correlationId));

    private static final String KEY_ARRAYS = "unnest(?::smallint[], ?::text[], ?::timestamptz[], ?::text[])"
            + " AS gone (kind, value, first_at, correlation_id)";

    private SummaryRows() {}

    static Map<String, Summary> read(ReadSession session, Collection<String> ids) throws SQLException {
        Map<String, Summary> found = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            session.query(
                    "SELECT " + STORY + " FROM backstory.story WHERE correlation_id = ANY (?)",
                    row -> found.put(row.getString(1), summary(row)),
                    (Object) ids.toArray(new String[0]));
        }
        return found;
    }

    private static Summary summary(ResultSet row) throws SQLException {
        Summary summary = new Summary(Rows.text(row, "correlation_id"));
        summary.firstAt = Rows.time(row, "first_at");
        summary.lastAt = Rows.time(row, "last_at");
        summary.events = row.getLong("events");
        summary.failed = row.getBoolean("failed");
        summary.types.putAll(
                JSON.readValue(Rows.text(row, "types"), new TypeReference<LinkedHashMap<String, Long>>() {}));
        summary.subjects.addAll(strings(row, "subjects"));
        summary.services.addAll(strings(row, "services"));
        summary.origin = origin(row);
        return summary;
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        return JSON.readValue(Rows.text(row, column), new TypeReference<List<String>>() {});
    }

    private static Summary.@Nullable Origin origin(ResultSet row) throws SQLException {
        String id = row.getString("origin_id");
        return id == null
                ? null
                : new Summary.Origin(
                        id,
                        Rows.text(row, "origin_kind"),
                        Rows.text(row, "origin_name"),
                        Rows.time(row, "origin_at"),
                        row.getBoolean("origin_caused"));
    }

    static void save(Connection connection, Collection<Summary> summaries) throws SQLException {
        execute(connection, SAVE, COLUMNS, new ArrayList<>(summaries));
    }

    /** In the order of the index, so that neighbours are written together. */
    static void addKeys(Connection connection, Collection<KeyRow> keys) throws SQLException {
        execute(
                connection,
                "INSERT INTO backstory.story_key (kind, value, first_at, correlation_id) SELECT * FROM " + KEY_ARRAYS
                        + " ON CONFLICT DO NOTHING",
                KEY_COLUMNS,
                new ArrayList<>(new TreeSet<>(keys)));
    }

    static void removeKeys(Connection connection, Set<KeyRow> keys) throws SQLException {
        execute(
                connection,
                "DELETE FROM backstory.story_key AS k USING " + KEY_ARRAYS + " WHERE k.kind = gone.kind"
                        + " AND k.value = gone.value AND k.first_at = gone.first_at"
                        + " AND k.correlation_id = gone.correlation_id",
                KEY_COLUMNS,
                new ArrayList<>(keys));
    }

    /** Removes stories with all their keys. */
    static void forget(ReadSession session, Collection<String> ids) throws SQLException {
        Object stories = ids.toArray(new String[0]);
        session.update("DELETE FROM backstory.story_key WHERE correlation_id = ANY (?)", stories);
        session.update("DELETE FROM backstory.story WHERE correlation_id = ANY (?)", stories);
    }

    private static <R> void execute(Connection connection, String sql, List<Column<R>> columns, List<R> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns.size(); i++) {
                statement.setArray(i + 1, columns.get(i).of(rows, connection));
            }
            statement.executeUpdate();
        }
    }
}
