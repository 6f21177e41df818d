package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.RecordedEvent;
import dev.backstory.audit.AuditLog;
import dev.backstory.audit.AuditPage;
import dev.backstory.audit.AuditRule;
import dev.backstory.it.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60)
class AuditLogIT {

    private static final String FIRST = "per=metadata.tenant; types=Order*";
    private static final String SECOND = "per=metadata.tenant; types=Order*, PaymentFailed; subject=order/*";

    private PostgresServer.Database database;
    private EventPublisher publisher;

    @BeforeAll
    void publish() {
        database = PostgresServer.newDatabase("audit_log");
        publisher = publisher("backstory.audit.firm-audit", FIRST);
        for (int i = 0; i < 10; i++) {
            for (String tenant : List.of("1234", "99")) {
                for (String type : List.of("OrderPlaced", "PaymentFailed", "Noise")) {
                    publisher.publish(Event.of(type)
                            .subject("order/" + i)
                            .metadata("tenant", tenant)
                            .build());
                }
            }
        }
        publisher.publish(Event.of("OrderForgotten").subject("job/1").metadata("tenant", "1234"));
        publisher.publish(Event.of("FirmClosed").subject("firm/7").subject("firm/8"));
    }

    @AfterAll
    void close() {
        publisher.close();
    }

    private EventPublisher publisher(String... settings) {
        EventPublisher.Builder builder =
                EventPublisher.builder().dataSource(database.dataSource()).service("shop");
        for (int i = 0; i < settings.length; i += 2) {
            builder.setting(settings[i], settings[i + 1]);
        }
        EventPublisher made = builder.build();
        made.publish(Event.of("Started"));
        return made;
    }

    private static List<RecordedEvent> all(AuditLog log, String stream, AuditRule rule, int limit) {
        List<RecordedEvent> entries = new ArrayList<>();
        @Nullable String after = null;
        do {
            AuditPage page = log.entries(stream, rule, after, limit);
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
            entries.addAll(page.entries());
            after = page.next();
        } while (after != null);
        return entries;
    }

    private static AuditRule rule(AuditLog log, String stream) {
        return Objects.requireNonNull(log.ruleOf(stream), stream);
    }

    @Test
    void a_log_has_what_its_rule_chooses_the_newest_first_page_by_page() {
        AuditLog log = publisher.auditLog();
        AuditRule rule = log.versions("firm-audit").get(0);
        List<RecordedEvent> whole = all(log, "firm-audit/1234", rule, 100);

        assertThat(rule.text()).isEqualTo(FIRST);
        assertThat(whole).hasSize(11).allSatisfy(each -> {
            assertThat(each.type()).startsWith("Order");
            assertThat(each.metadata()).containsEntry("tenant", "1234");
        });
        assertThat(whole.get(0).type()).isEqualTo("OrderForgotten");
        for (int limit : List.of(1, 3, 11)) {
            assertThat(all(log, "firm-audit/1234", rule, limit)).isEqualTo(whole);
        }
        assertThat(all(log, "firm-audit/nobody", rule, 10)).isEmpty();
        assertThat(log.ruleOf("firm-audit")).isNull();
        assertThat(log.ruleOf("other/1")).isNull();
    }

    @Test
    void a_changed_rule_is_a_version_with_all_of_history_and_the_old_one_can_still_be_asked() {
        EventPublisher changed = publisher("backstory.audit.firm-audit", SECOND);
        EventPublisher again = publisher("backstory.audit.firm-audit", SECOND);
        AuditLog log = again.auditLog();

        assertThat(log.versions("firm-audit")).extracting(AuditRule::text).containsExactly(FIRST, SECOND);
        assertThat(log.versions("firm-audit")).extracting(AuditRule::version).containsExactly(1, 2);
        assertThat(rule(log, "firm-audit/99").version()).isEqualTo(2);
        assertThat(all(log, "firm-audit/99", rule(log, "firm-audit/99"), 7)).hasSize(20);
        assertThat(all(log, "firm-audit/99", log.versions("firm-audit").get(0), 7))
                .hasSize(10);
        changed.close();
        again.close();
    }

    @Test
    void a_process_keeps_its_rules_when_it_starts_and_not_whenever_it_connects_again() {
        EventPublisher before = publisher("backstory.audit.restarted", FIRST);
        EventPublisher after = publisher("backstory.audit.restarted", SECOND);
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        Awaitility.await().ignoreExceptions().until(() -> before.publish(Event.of("Reconnected")) != null);

        assertThat(after.auditLog().versions("restarted"))
                .extracting(AuditRule::text)
                .containsExactly(FIRST, SECOND);
        before.close();
        after.close();
    }

    @Test
    void an_event_about_several_is_in_the_log_of_each() {
        EventPublisher other =
                publisher("backstory.audit.firms", "per=subject.firm", "backstory.audit.closings", "types=*Closed");
        AuditLog log = other.auditLog();

        for (String stream : List.of("firms/7", "firms/8", "closings")) {
            assertThat(all(log, stream, rule(log, stream), 10))
                    .extracting(RecordedEvent::type)
                    .containsExactly("FirmClosed");
        }
        other.close();
    }
}
