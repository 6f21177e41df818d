package dev.backstory.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.context.UuidV7;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    private Path root;

    private Journal journal(long bytes) {
        return new Journal(root, bytes, JournalOwner.ofThisProcess(UuidV7.nextText(), "test"));
    }

    private static List<byte[]> records(String... texts) {
        return Arrays.stream(texts)
                .map(each -> each.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> drain(JournalSource source) throws IOException {
        List<String> all = new ArrayList<>();
        for (JournalSegment each = source.oldest(); each != null; each = source.oldest()) {
            each.payloads().forEach(payload -> all.add(new String(payload, StandardCharsets.UTF_8)));
            source.delete(each);
        }
        return all;
    }

    /** What the next process finds of a journal whose process has ended. */
    private List<String> left() throws IOException {
        try (AbandonedJournal left = Objects.requireNonNull(AbandonedJournal.find(root, new HashSet<>()))) {
            return drain(left);
        }
    }

    private Path onlyFile() throws IOException {
        Path directory = ProcessDirectory.all(root).get(0);
        return ProcessDirectory.segments(directory).get(0);
    }

    @Test
    void records_come_back_in_order_and_the_directory_goes_with_the_last() throws IOException {
        try (Journal journal = journal(1_000)) {
            assertThat(journal.append(records("a", "b"))).isEqualTo(2);
            assertThat(journal.append(records("c"))).isEqualTo(1);
            assertThat(journal.isEmpty()).isFalse();
            assertThat(drain(journal)).containsExactly("a", "b", "c");
            assertThat(journal.isEmpty()).isTrue();
            assertThat(root).isEmptyDirectory();
            journal.append(records("d"));
            assertThat(drain(journal)).containsExactly("d");
        }
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void each_outage_has_a_directory_of_another_name_though_the_one_before_is_gone() throws IOException {
        try (Journal journal = journal(1_000)) {
            Set<Path> names = new HashSet<>();
            for (int outage = 0; outage < 3; outage++) {
                journal.append(records("a"));
                names.addAll(ProcessDirectory.all(root));
                drain(journal);
                assertThat(root).isEmptyDirectory();
            }
            assertThat(names).hasSize(3);
        }
    }

    @Test
    void what_is_no_processes_is_left_alone() throws IOException {
        Path lost = Files.createDirectory(root.resolve("lost+found"));
        Files.write(lost.resolve("000000000001.journal"), new byte[] {1});
        assertThat(AbandonedJournal.find(root, new HashSet<>())).isNull();
        assertThat(JournalStatus.of(root)).isEmpty();
        journal(1_000).close();
        assertThat(lost.resolve("000000000001.journal")).exists();
    }

    @Test
    void what_is_held_comes_again_when_the_rest_is_gone_and_once_for_who_takes_it() throws IOException {
        Journal journal = journal(1_000);
        journal.append(records("a", "held", "b"));
        journal.hold(Objects.requireNonNull(journal.oldest()), records("held"));
        assertThat(journal.isEmpty()).isTrue();
        journal.append(records("c"));
        assertThat(drain(journal)).containsExactly("c");
        assertThat(JournalStatus.of(root)).singleElement().satisfies(each -> assertThat(each.records())
                .isEqualTo(1));
        for (int attempt = 0; attempt < 2; attempt++) {
            try (AbandonedJournal left = Objects.requireNonNull(AbandonedJournal.find(root, new HashSet<>()))) {
                JournalSegment segment = Objects.requireNonNull(left.oldest());
                assertThat(segment.wasHeld()).isTrue();
                left.hold(segment, segment.payloads());
                assertThat(left.oldest()).isNull();
                assertThat(left.holds()).isTrue();
            }
        }
        assertThat(left()).containsExactly("held");
        journal.close();
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void what_is_held_while_there_is_no_room_to_write_it_keeps_its_whole_file_and_those_behind_it_go_on()
            throws IOException {
        Journal journal = journal(100_000_000);
        String bulk = "x".repeat((int) JournalSegment.SIZE);
        journal.append(records("held", bulk));
        journal.append(records("behind"));
        Path noRoom = ProcessDirectory.all(root).get(0).resolve("unfinished");
        Files.createDirectories(noRoom.resolve("something"));
        journal.hold(Objects.requireNonNull(journal.oldest()), records("held"));
        assertThat(drain(journal)).containsExactly("behind");
        assertThat(journal.isEmpty()).isTrue();

        try (AbandonedJournal left = Objects.requireNonNull(AbandonedJournal.find(root, new HashSet<>()))) {
            left.hold(Objects.requireNonNull(left.oldest()), records("held"));
            assertThat(left.oldest()).isNull();
        }
        Files.delete(noRoom.resolve("something"));
        try (AbandonedJournal left = Objects.requireNonNull(AbandonedJournal.find(root, new HashSet<>()))) {
            JournalSegment segment = Objects.requireNonNull(left.oldest());
            assertThat(segment.payloads()).hasSize(2);
            left.hold(segment, records("held"));
        }
        assertThat(left()).containsExactly("held");
        journal.close();
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void what_waits_in_a_directory_without_a_lock_is_taken() throws IOException {
        Journal journal = journal(1_000);
        journal.append(records("held"));
        journal.hold(Objects.requireNonNull(journal.oldest()), records("held"));
        Path lock = ProcessDirectory.all(root).get(0).resolve("lock");
        Files.delete(lock);
        assertThat(JournalStatus.of(root)).singleElement().satisfies(each -> {
            assertThat(each.inUse()).isFalse();
            assertThat(each.bytes()).isPositive();
        });
        assertThat(lock).doesNotExist();
        assertThat(left()).containsExactly("held");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void there_is_room_for_what_fits_and_again_when_that_is_gone() throws IOException {
        try (Journal journal = journal(2 * (Frames.HEADER + 10))) {
            assertThat(journal.append(records("0123456789", "0123456789", "0123456789")))
                    .isEqualTo(2);
            assertThatThrownBy(() -> journal.append(records("x"))).isInstanceOf(JournalFullException.class);
            assertThat(drain(journal)).hasSize(2);
            assertThat(journal.append(records("x"))).isEqualTo(1);
            drain(journal);
        }
    }

    @Test
    void nobody_takes_the_journal_of_a_process_that_lives() throws IOException {
        Journal journal = journal(1_000);
        journal.append(records("a"));
        assertThat(AbandonedJournal.find(root, new HashSet<>())).isNull();
        assertThat(JournalStatus.of(root)).singleElement().satisfies(each -> {
            assertThat(each.inUse()).isTrue();
            assertThat(each.records()).isEqualTo(1);
        });
        journal.append(records("b"));
        journal.close();
        assertThat(left()).containsExactly("a", "b");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void two_journals_in_one_directory_do_not_mix() throws IOException {
        try (Journal one = journal(1_000);
                Journal other = journal(1_000)) {
            one.append(records("one"));
            other.append(records("other"));
            assertThat(drain(one)).containsExactly("one");
            assertThat(drain(other)).containsExactly("other");
        }
    }

    @Test
    void whatever_the_end_of_the_last_file_looks_like_whole_records_are_found() throws IOException {
        Random random = new Random(42);
        for (int cut = 0; cut < 60; cut++) {
            Journal journal = journal(10_000);
            journal.append(records("first", "second"));
            int whole = (int) Files.size(onlyFile());
            journal.append(records("x".repeat(cut)));
            journal.close();
            byte[] bytes = Files.readAllBytes(onlyFile());
            int end = whole + random.nextInt(bytes.length - whole);
            Files.write(onlyFile(), Arrays.copyOf(bytes, end));
            assertThat(left()).as("torn at " + end).containsExactly("first", "second");
            assertThat(root).isEmptyDirectory();
        }
    }

    @Test
    void a_damaged_record_costs_only_itself_and_its_file_is_kept() throws IOException {
        Journal journal = journal(10_000);
        journal.append(records("first", "second", "third"));
        journal.close();
        byte[] bytes = Files.readAllBytes(onlyFile());
        int second = Frames.HEADER + "first".length();
        bytes[second + Frames.HEADER] ^= 1;
        Files.write(onlyFile(), bytes);
        assertThat(left()).containsExactly("first", "third");
        assertThat(JournalStatus.of(root)).singleElement().satisfies(each -> {
            assertThat(each.records()).isZero();
            assertThat(each.aside()).singleElement().satisfies(file -> assertThat(Files.readAllBytes(file))
                    .isEqualTo(bytes));
        });
        assertThat(AbandonedJournal.find(root, new HashSet<>())).isNull();
    }

    @Test
    void a_large_journal_has_several_files_and_keeps_its_order() throws IOException {
        try (Journal journal = journal(100_000_000)) {
            String bulk = "x".repeat(1_500_000);
            List<String> written = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                written.add(i + bulk);
                journal.append(records(i + bulk));
            }
            assertThat(ProcessDirectory.segments(ProcessDirectory.all(root).get(0)))
                    .hasSizeGreaterThan(2);
            assertThat(drain(journal)).isEqualTo(written);
        }
    }

    @Test
    void a_directory_that_cannot_be_made_is_a_full_journal() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        try (Journal journal = new Journal(file, 1_000, JournalOwner.ofThisProcess(UuidV7.nextText(), "test"))) {
            assertThatThrownBy(() -> journal.append(records("a"))).isInstanceOf(JournalFullException.class);
        }
    }
}
