package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.seal.Seal;
import dev.backstory.seal.SealExport;
import dev.backstory.seal.SealKey;
import dev.backstory.seal.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that who owns the tables can do to them unseen, and that a seal shows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class SealTamperingIT {

    private static final String VICTIM = "data->>'n' = '700' AND recorded_at < now() - interval '2 days'";

    private SealedStore store;
    private List<Seal> seals;

    @BeforeAll
    void sealThreeDays() {
        store = new SealedStore("seal_tampering");
        store.record(20, SealedStore.daysAgo(4));
        store.record(1_200, SealedStore.daysAgo(3));
        store.record(1, SealedStore.daysAgo(1));
        store.record(5, SealedStore.daysAgo(0));
        seals = store.seal();
        store.tamper(
                "CREATE TABLE event_before AS SELECT * FROM backstory.event",
                "CREATE TABLE seal_before AS SELECT * FROM backstory.seal",
                "CREATE TABLE seal_block_before AS SELECT * FROM backstory.seal_block");
        assertThat(seals).extracting(Seal::events).containsExactly(20L, 1_200L, 0L, 1L);
        Verification clean = store.verify();
        assertThat(clean.problems()).isEmpty();
        assertThat(clean.events()).isEqualTo(1_221);
        assertThat(clean.unsealed()).isEqualTo(5);
    }

    @AfterEach
    void undo() {
        store.tamper(
                "DELETE FROM backstory.event",
                "INSERT INTO backstory.event SELECT * FROM event_before",
                "DELETE FROM backstory.seal_block",
                "DELETE FROM backstory.seal",
                "INSERT INTO backstory.seal SELECT * FROM seal_before",
                "INSERT INTO backstory.seal_block SELECT * FROM seal_block_before");
        assertThat(store.verify().problems()).isEmpty();
    }

    @Test
    void a_change_of_any_column_is_found_where_it_is() throws SQLException {
        for (Map.Entry<String, String> column : columns().entrySet()) {
            store.tamper("UPDATE backstory.event SET " + column.getKey() + " = "
                    + changed(column.getKey(), column.getValue()) + " WHERE " + VICTIM);
            assertThat(store.verify().problems())
                    .as(column.getKey())
                    .isNotEmpty()
                    .allMatch(problem -> problem.startsWith("Seal 2 of " + SealedStore.daysAgo(3)));
            store.tamper(
                    "DELETE FROM backstory.event WHERE " + VICTIM,
                    "DELETE FROM backstory.event WHERE event_id IN (SELECT event_id FROM event_before WHERE " + VICTIM
                            + ")",
                    "INSERT INTO backstory.event SELECT * FROM event_before WHERE " + VICTIM);
        }
        assertThat(store.verify().problems()).isEmpty();
    }

    /** All that the table has now: a later column has to be sealed too. */
    private Map<String, String> columns() throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        try (Connection connection = store.database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT column_name, udt_name FROM information_schema.columns"
                        + " WHERE table_schema = 'backstory' AND table_name = 'event' ORDER BY ordinal_position")) {
            while (row.next()) {
                columns.put(row.getString(1), row.getString(2));
            }
        }
        return columns;
    }

    private static String changed(String column, String type) {
        return switch (type) {
            case "text" -> "coalesce(" + column + ", '') || 'x'";
            case "_text" -> "array_append(" + column + ", 'firm/1')";
            case "jsonb" -> column + " || '{\"more\": true}'";
            case "uuid" ->
                "overlay(coalesce(" + column + ", gen_random_uuid())::text placing" + " CASE right(" + column
                        + "::text, 1) WHEN '0' THEN '1' ELSE '0' END from 36)::uuid";
            case "timestamptz" -> column + " + interval '1 microsecond'";
            case "bool" -> "NOT " + column;
            case "xid8" -> "(" + column + "::text::bigint - 1)::text::xid8";
            default -> "coalesce(" + column + ", 0) - 1";
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    DELETE FROM backstory.event WHERE %s | 1 of 1000 events are missing
                    DELETE FROM backstory.event WHERE data->>'n' IN ('1000', '1001', '1200') AND recorded_at < now() - interval '2 days' | 2 of 200 events are missing
                    DELETE FROM backstory.event WHERE recorded_at < now() - interval '4 days' + interval '1 hour' OR data->>'n' = '21' | events are missing
                    INSERT INTO backstory.event SELECT (json_populate_record(e, json_build_object('event_id', overlay(event_id::text placing 'abcdef' from 31)))).* FROM backstory.event AS e WHERE %s | 1 events were inserted between
                    INSERT INTO backstory.event SELECT (json_populate_record(e, json_build_object('event_id', overlay(event_id::text placing 'abcdef' from 31), 'position', position + 1000000, 'transaction_id', transaction_id::text::bigint + 1))).* FROM backstory.event AS e WHERE %s | events were inserted
                    UPDATE backstory.event AS e SET position = CASE data->>'n' WHEN '700' THEN e.position + 1 ELSE e.position - 1 END WHERE data->>'n' IN ('700', '701') | an event was changed
                    UPDATE backstory.event AS e SET data = jsonb_build_object('n', 1401 - (data->>'n')::int) WHERE data->>'n' IN ('700', '701') | an event was changed
                    UPDATE backstory.event SET recorded_at = recorded_at + interval '1 day' WHERE %s | 1 of 1000 events are missing
                    UPDATE backstory.event SET recorded_at = 'infinity' WHERE %s | 1 of 1000 events are missing
                    UPDATE backstory.event SET transaction_id = '18446744073709551615' WHERE %s | names a transaction that has not been
                    INSERT INTO backstory.event SELECT (json_populate_record(e, json_build_object('event_id', overlay(event_id::text placing 'abcdef' from 31), 'generation', 9))).* FROM backstory.event AS e WHERE %s | names a transaction that has not been
                    UPDATE backstory.seal SET events = events - 1 WHERE number = 2 | Seal 2 of .*: the seal itself was changed
                    UPDATE backstory.seal SET recorded_before = recorded_before + interval '1 hour' WHERE number = 4 | Seal 4 of .*: the seal itself was changed
                    UPDATE backstory.seal_block SET digest = '\\x00' WHERE number = 2 AND block = 1 | Seal 2 of .*: the seal itself was changed
                    DELETE FROM backstory.seal_block WHERE number = 2 AND block = 1 | 200 events were inserted
                    DELETE FROM backstory.seal WHERE number = 3 | Seal 4 of .*: the seal before it is missing
                    UPDATE backstory.seal SET previous = head WHERE number = 3 | Seal 3 of .*: it does not follow
                    """)
    void tampering_is_found(String statement, String problem) {
        store.tamper(statement.strip().replace("%s", VICTIM));

        assertThat(store.verify().problems())
                .anySatisfy(each -> assertThat(each).containsPattern(problem.strip()));
    }

    @Test
    void two_changes_are_two_problems_and_what_is_between_them_is_none() {
        store.tamper("UPDATE backstory.event SET type = 'Other' WHERE data->>'n' IN ('700', '1100')");

        assertThat(store.verify().problems())
                .hasSize(2)
                .allMatch(each -> each.contains("an event was changed, exchanged or moved between positions"));
    }

    @Test
    void a_month_that_retention_would_not_have_dropped_is_found() {
        // Nothing is left of this month; of the one before, an event is.
        String older = "INSERT INTO backstory.event SELECT (json_populate_record(e, json_build_object('event_id',"
                + " overlay(event_id::text placing left(backstory.uuid_at(clock_timestamp() - interval '2 months')::text,"
                + " 13) from 1)))).* FROM event_before AS e WHERE " + VICTIM;
        String month = SealedStore.daysAgo(0).toString().substring(0, 7).replace('-', '_');
        store.tamper("DROP TABLE backstory.event_" + month);
        assertThat(store.seals.verify(null, Map.of(), Duration.ofDays(400)).problems())
                .singleElement()
                .asString()
                .contains("is gone although 400 days are kept");
        store.database.execute("SELECT backstory.create_partition(clock_timestamp() - interval '2 months')");
        assertThat(store.verify().problems()).isEmpty();
        store.tamper(older);
        assertThat(store.verify().problems()).anyMatch(each -> each.contains("retention drops the oldest first"));
        store.database.execute("SELECT backstory.create_partition(clock_timestamp())");
        assertThat(store.verify().problems())
                .anyMatch(each -> each.contains("1000 of 1000 events are missing"))
                .noneMatch(each -> each.contains("retention"));
    }

    @Test
    void a_month_whose_events_were_deleted_is_found_unless_retention_would_have_dropped_it() {
        store.tamper("DELETE FROM backstory.event WHERE recorded_at < now() - interval '6 hours'");
        assertThat(store.seals.verify(null, Map.of(), Duration.ofDays(400)).problems())
                .anyMatch(each -> each.contains("1000 of 1000 events are missing"));
        Verification unknown = store.verify();
        assertThat(unknown.problems()).isEmpty();
        assertThat(unknown.dropped()).isEqualTo(1_221);
        assertThat(unknown.remarks()).anyMatch(each -> each.contains("was dropped as a whole"));
    }

    @Test
    void a_chain_that_was_made_anew_is_found_against_an_export_only(@TempDir Path directory) throws Exception {
        Path export = directory.resolve("seals.jsonl");
        Files.write(export, seals.stream().map(SealExport::line).toList());
        store.tamper(
                "UPDATE backstory.event SET data = '{\"amount\": 1}' WHERE " + VICTIM,
                "DELETE FROM backstory.seal_block",
                "DELETE FROM backstory.seal");
        assertThat(store.seal()).hasSize(4);

        Verification alone = store.verify();
        assertThat(alone.problems()).isEmpty();
        assertThat(alone.remarks()).anyMatch(each -> each.contains("Keep exported seals elsewhere"));
        Verification against = store.seals.verify(null, SealExport.heads(export), null);
        assertThat(against.problems()).hasSize(4).allMatch(each -> each.contains("the day was sealed anew"));

        store.tamper("DELETE FROM backstory.seal_block", "DELETE FROM backstory.seal WHERE number > 1");
        assertThat(store.seals.verify(null, SealExport.heads(export), null).problems())
                .contains("Seal 4 was exported and is gone");
    }

    @Test
    void a_chain_that_was_made_without_the_key_is_found(@TempDir Path directory) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        KeyPair ours = generator.generateKeyPair();
        KeyPair theirs = generator.generateKeyPair();
        SealKey open =
                key(directory.resolve("ours.pub"), "PUBLIC", ours.getPublic().getEncoded());
        for (KeyPair each : List.of(ours, theirs)) {
            store.tamper("DELETE FROM backstory.seal_block", "DELETE FROM backstory.seal");
            store.seals.seal(
                    key(directory.resolve("key"), "PRIVATE", each.getPrivate().getEncoded()), LocalDate.MAX);
            assertThat(store.seals.verify(open, Map.of(), null).problems()).hasSize(each == ours ? 0 : 4);
        }
        store.tamper("UPDATE backstory.seal SET signature = NULL WHERE number = 4");
        assertThat(store.seals.verify(open, Map.of(), null).problems())
                .contains("Seal 4 of " + SealedStore.daysAgo(1) + ": it is not signed by the given key");
    }

    private static SealKey key(Path file, String kind, byte[] encoded) throws Exception {
        Files.writeString(
                file,
                "-----BEGIN " + kind + " KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END "
                        + kind + " KEY-----\n");
        return SealKey.read(file);
    }
}
