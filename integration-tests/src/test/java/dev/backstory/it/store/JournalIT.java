package dev.backstory.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.Event;
import dev.backstory.EventPublisher;
import dev.backstory.Receipt;
import dev.backstory.RecordedEvent;
import dev.backstory.StoreUnavailableException;
import dev.backstory.context.Scope;
import dev.backstory.context.Step;
import dev.backstory.context.UuidV7;
import dev.backstory.store.journal.JournalStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalIT extends JournalFixture {

    @Test
    void while_the_database_is_away_events_are_kept_and_then_stored_in_order(@TempDir Path journal) throws Exception {
        EventPublisher publisher = publisher(journal);
        Step step = Step.of(Step.REQUEST, "POST /orders").start();
        List<Receipt> receipts = new ArrayList<>();
        Scope scope = step.context().activate();
        try {
            receipts.add(publisher.publish(Event.of("Before")));
            network.away();
            for (int i = 0; i < 300; i++) {
                receipts.add(publisher.publish(Event.of("Away").data(Map.of("i", i))));
            }
            assertThat(receipts.get(0).outcome()).isEqualTo(Receipt.Outcome.STORED);
            assertThat(receipts.subList(1, 301)).extracting(Receipt::outcome).containsOnly(Receipt.Outcome.JOURNALED);
            assertOwnersOnly(journal);
            network.back();
            for (int i = 0; i < 300; i++) {
                receipts.add(publisher.publish(Event.of("Back").data(Map.of("i", i))));
            }
        } finally {
            scope.close();
            step.end();
        }
        awaitStored(publisher, step.correlationId(), receipts);
        Awaitility.await().untilAsserted(() -> assertThat(publisher
                        .reader()
                        .story(step.correlationId())
                        .steps()
                        .get(0)
                        .duration())
                .isNotNull());
        assertThat(publish(publisher, "after", 0).outcome()).isEqualTo(Receipt.Outcome.STORED);
        assertThat(JournalStatus.of(journal)).isEmpty();
    }

    private static void assertOwnersOnly(Path journal) throws IOException {
        try (Stream<Path> all = Files.walk(journal)) {
            for (Path each : all.filter(path -> !path.equals(journal)).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .as(each.toString())
                        .endsWith("------");
            }
        }
        assertThat(JournalStatus.of(journal)).singleElement().satisfies(each -> {
            assertThat(each.inUse()).isTrue();
            assertThat(each.records()).isGreaterThanOrEqualTo(300);
        });
    }

    @Test
    void what_is_only_known_in_the_journal_when_the_database_was_never_there_has_its_steps_and_instance(
            @TempDir Path journal) throws Exception {
        network.away();
        EventPublisher publisher = publisher(journal);
        Step outer = Step.of(Step.REQUEST, "outer").start();
        Step inner = Step.of(Step.JOB, "inner").from(outer.context()).start();
        Scope scope = inner.context().activate();
        List<Receipt> receipts = new ArrayList<>();
        try {
            receipts.add(publisher.publish(Event.of("Deep")));
        } finally {
            scope.close();
        }
        assertThat(receipts.get(0).outcome()).isEqualTo(Receipt.Outcome.JOURNALED);
        publisher.close();
        network.back();
        EventPublisher next = publisher(journal);
        awaitStored(next, outer.correlationId(), receipts);
        assertThat(next.reader().story(outer.correlationId()).steps())
                .extracting(each -> each.name())
                .containsExactlyInAnyOrder("outer", "inner");
        assertThat(next.reader().story(outer.correlationId()).instances()).hasSize(1);
    }

    @Test
    void what_a_killed_process_left_is_stored_by_another_but_not_before_it_is_dead(@TempDir Path journal)
            throws Exception {
        network.away();
        String story = "killed-" + UUID.randomUUID();
        PublishingJvm victim = PublishingJvm.start(
                8,
                story,
                Map.of(
                        "backstory.url", network.url(database.url()),
                        "backstory.user", database.user(),
                        "backstory.password", database.password(),
                        "backstory.service", "victim",
                        "backstory.store.wait", "2s",
                        "backstory.journal.dir", journal.toString()));
        try (victim) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> victim.ids("JOURNALED").size() > 500);
            EventPublisher other = EventPublisher.builder()
                    .setting("backstory.url", database.url())
                    .setting("backstory.user", database.user())
                    .setting("backstory.password", database.password())
                    .setting("backstory.journal.dir", journal.toString())
                    .build();
            open.add(other);
            assertThat(publish(other, story + "-other", 1).outcome()).isEqualTo(Receipt.Outcome.STORED);
            assertThat(stored(other, story)).isEmpty();
            victim.kill();
            tear(journal);
            List<String> returned = victim.ids("JOURNALED");
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(JournalStatus.of(journal))
                    .isEmpty());
            List<String> ids =
                    stored(other, story).stream().map(RecordedEvent::id).toList();
            assertThat(ids).doesNotHaveDuplicates().containsAll(returned);
            assertThat(other.reader().story(story).instances().values())
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.service()).isEqualTo("victim");
                        assertThat(each.pid()).isEqualTo(victim.pid());
                    });
        }
    }

    /** As if the process had died in the middle of one more record. */
    private static void tear(Path journal) throws IOException {
        JournalStatus left = JournalStatus.of(journal).get(0);
        try (Stream<Path> files = Files.list(left.directory())) {
            Path last = files.filter(each -> each.toString().endsWith(".journal"))
                    .sorted()
                    .reduce((first, second) -> second)
                    .orElseThrow();
            byte[] start = Files.readAllBytes(last);
            Files.write(last, java.util.Arrays.copyOf(start, 100), StandardOpenOption.APPEND);
        }
    }

    @Test
    void clocks_that_jump_change_neither_order_nor_number(@TempDir Path journal) {
        EventPublisher publisher = publisher(journal);
        String story = "clock-" + UUID.randomUUID();
        network.away();
        List<Receipt> receipts = new ArrayList<>();
        long[] days = {0, -200, 0, 1, -399, -1, 0};
        for (long each : days) {
            Instant then = Instant.now().plus(Duration.ofDays(each)).minusSeconds(60);
            String id =
                    new UUID(then.toEpochMilli() << 16 | 0x7000L, UuidV7.next().getLeastSignificantBits()).toString();
            receipts.add(publisher.publish(
                    Event.of("Fact").id(id).correlationId(story).occurredAt(then)));
        }
        network.back();
        awaitStored(publisher, story, receipts);
    }

    @Test
    void who_is_told_while_the_database_is_away_may_publish_and_wait_for_that(@TempDir Path journal) throws Exception {
        EventPublisher publisher = publisher(journal);
        publish(publisher, "before", 1);
        network.away();
        CompletableFuture<Receipt> second =
                publisher.publishAsync(Event.of("First")).thenApply(first -> publisher.publish(Event.of("Second")));
        assertThat(second.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(Receipt.Outcome.JOURNALED);
    }

    @Test
    void what_another_process_left_and_nobody_can_store_holds_up_nobody(@TempDir Path journal) throws Exception {
        EventPublisher left = publisher(journal);
        network.away();
        assertThat(publish(left, "left-" + UUID.randomUUID(), 1).outcome()).isEqualTo(Receipt.Outcome.JOURNALED);
        left.close();
        Path owner;
        try (Stream<Path> files = Files.walk(journal)) {
            owner = files.filter(each -> each.endsWith("owner.properties"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.writeString(owner, Files.readString(owner).replaceFirst("pid=\\d+", "pid=none"));
        network.back();

        EventPublisher publisher = publisher(journal);
        String story = "beside-" + UUID.randomUUID();
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            receipts.add(publish(publisher, story, i));
        }
        assertThat(receipts).extracting(Receipt::outcome).containsOnly(Receipt.Outcome.STORED);
        awaitStored(publisher, story, receipts);
        assertThat(JournalStatus.of(journal)).singleElement().satisfies(each -> assertThat(each.records())
                .isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "wait"})
    void a_full_journal_is_said_and_loses_nothing_that_it_took(String whenFull, @TempDir Path journal) {
        EventPublisher publisher =
                publisher(journal, "backstory.journal.size", "20KB", "backstory.journal.full", whenFull);
        String story = "full-" + UUID.randomUUID();
        network.away();
        List<Receipt> receipts = new ArrayList<>();
        assertThatThrownBy(() -> {
                    while (true) {
                        receipts.add(publish(publisher, story, receipts.size()));
                    }
                })
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("not stored");
        assertThat(receipts).hasSizeGreaterThan(5).extracting(Receipt::outcome).containsOnly(Receipt.Outcome.JOURNALED);
        network.back();
        awaitStored(publisher, story, receipts);
    }

    @Test
    void a_full_disk_is_said_and_loses_nothing_that_it_took(@TempDir Path directory) throws Exception {
        try (SmallDisk disk = SmallDisk.at(directory.resolve("disk"), "512k")) {
            EventPublisher publisher = publisher(
                    disk.path(),
                    "backstory.journal.full",
                    "fail",
                    "backstory.journal.size",
                    disk.isMounted() ? "1GB" : "400KB");
            String story = "disk-" + UUID.randomUUID();
            network.away();
            List<Receipt> receipts = new ArrayList<>();
            String bulk = "x".repeat(10_000);
            assertThatThrownBy(() -> {
                        while (receipts.size() < 10_000) {
                            receipts.add(publisher.publish(
                                    Event.of("Fact").correlationId(story).data(Map.of("bulk", bulk))));
                        }
                    })
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("not stored");
            assertThat(receipts).hasSizeGreaterThan(5);
            network.back();
            awaitStored(publisher, story, receipts);
            publisher.close();
        }
    }
}
