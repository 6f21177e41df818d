package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Follower;
import dev.backstory.Personal;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.Subject;
import dev.backstory.audit.AuditRule;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.it.PostgresServer;
import dev.backstory.store.postgres.PostgresEventStore;
import dev.backstory.store.postgres.Seals;
import dev.backstory.store.postgres.Summaries;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code pg_dump | psql} from the PostgreSQL that is installed into the one of the other tests: all that there is goes along. */
class DumpIT {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final List<String> TABLES = List.of(
            "schema_version",
            "cluster",
            "instance",
            "event",
            "step_observation",
            "story",
            "story_key",
            "summary_progress",
            "access_log",
            "personal_key",
            "audit_rule",
            "seal",
            "seal_block",
            "waiting_job",
            "follower");

    @Subject("customer/{customerId}")
    record Registered(
            long customerId,
            @Personal(subject = "customer/{customerId}") String email) {}

    @Test
    @Timeout(120)
    void keys_seals_rules_and_waiting_jobs_survive_a_dump_and_its_restore(@TempDir Path directory) throws Exception {
        Path bin = InstalledPostgres.found();
        assumeThat(bin)
                .as("a PostgreSQL with pg_dump below /usr/lib/postgresql")
                .isNotNull();
        PostgresServer.Database target = PostgresServer.newDatabase("dump");
        try (InstalledPostgres installed = InstalledPostgres.start(Objects.requireNonNull(bin), directory)) {
            PostgresServer.Database source = installed.database();
            source.execute(PostgresEventStore.schemaSql());
            source.execute(SealedStore.insert(5, SealedStore.daysAgo(2)));
            new Seals(source.dataSource()).seal(null, LocalDate.MAX);
            EventPublisher before = publisher(source);
            Step step = Step.of(Step.JOB, "registering").start();
            Scope scope = step.context().activate();
            Receipt readable = before.publish(new Registered(1, "kept@example.com"));
            scope.close();
            step.end();
            Receipt erased = before.publish(new Registered(2, "erased@example.com"));
            before.erase("customer/2", "asked by letter");
            try (Follower follower = before.follower("mails").start(event -> {})) {
                Awaitility.await().until(() -> !content(source, "follower").equals("0"));
                assertThat(follower.status().error()).isNull();
            }
            new Summaries(source.dataSource()).catchUp(status -> {});
            source.execute("INSERT INTO backstory.waiting_job (ticket, correlation_id) VALUES (7, 'waits')");
            source.execute("INSERT INTO backstory.access_log (visitor, role, address, what, about, reason)"
                    + " VALUES ('v', 'support', '10.0.0.1', 'story', 'waits', '')");
            before.close();

            installed.dumpTo(target);

            for (String each : TABLES) {
                assertThat(content(target, each))
                        .as(each)
                        .isEqualTo(content(source, each))
                        .isNotEqualTo("0");
            }
            EventPublisher after = publisher(target);
            assertThat(email(after, readable)).isEqualTo("kept@example.com");
            assertThat(email(after, erased)).startsWith("erased on request, ");
            assertThat(email(after, after.publish(new Registered(2, "again@example.com"))))
                    .startsWith("erased on request, ");
            assertThat(after.auditLog().rules()).extracting(AuditRule::version).containsExactly(1);
            assertThat(target.queryOne("SELECT max(generation) FROM backstory.event"))
                    .isEqualTo("2");
            assertThat(new Seals(target.dataSource())
                            .verify(null, Map.of(), null)
                            .problems())
                    .isEmpty();
            after.publish(Event.of("Later"));
            after.close();
        }
    }

    private static EventPublisher publisher(PostgresServer.Database database) {
        return EventPublisher.builder()
                .service("shop")
                .dataSource(database.dataSource())
                .setting("backstory.master-key", KEY)
                .setting("backstory.summaries", "false")
                .setting("backstory.audit.firm-audit", "per=subject.customer")
                .build();
    }

    private static String email(EventPublisher publisher, Receipt receipt) {
        RecordedEvent event = Objects.requireNonNull(publisher.reader().event(receipt.eventId()));
        return event.data().path("email").asString();
    }

    /** How many rows, and a digest of them. */
    private static String content(PostgresServer.Database database, String table) {
        return String.valueOf(
                database.queryOne("SELECT count(*) || coalesce(' ' || md5(string_agg(t::text, '|' ORDER BY"
                        + " t::text COLLATE \"C\")), '') FROM backstory." + table + " AS t"));
    }
}
