package dev.backstory.agent.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ClassDirectoryTest {

    private final Candidate candidate = candidate("com.acme.Shop", "main=;", true, "original");
    private final Changed changed = new Changed("main,servlet", bytes("changed"), true);

    private final Path temporary;
    private final TrustedFiles trust;
    private final File directory;
    private final ClassDirectory cache;

    ClassDirectoryTest(@TempDir Path temporary) throws IOException {
        this.temporary = temporary;
        trust = TrustedFiles.ofProcess();
        directory = Objects.requireNonNull(
                trust.make(temporary.resolve("not/there/yet").toFile()));
        cache = new ClassDirectory(directory, trust);
    }

    @Test
    void what_was_kept_is_found() {
        cache.keep(candidate, changed);
        Changed found = find(candidate("com.acme.Shop", "main=;", true, "original"));
        assertThat(found.by).isEqualTo("main,servlet");
        assertThat(found.classFile).isEqualTo(bytes("changed"));
        assertThat(found.isNothing()).isFalse();
    }

    @Test
    void a_file_that_was_found_says_so_by_its_time() throws IOException {
        cache.keep(candidate, changed);
        FileTime weeksAgo = FileTime.from(Instant.now().minus(Duration.ofDays(20)));
        Files.setLastModifiedTime(onlyFile(), weeksAgo);
        assertThat(cache.find(candidate("com.acme.Shop", "main=;", true, "another0")))
                .isNull();
        assertThat(Files.getLastModifiedTime(onlyFile())).isEqualTo(weeksAgo);
        find(candidate);
        assertThat(Files.getLastModifiedTime(onlyFile()).toInstant())
                .isCloseTo(Instant.now(), within(Duration.ofMinutes(5)));
    }

    @Test
    void that_nothing_becomes_of_a_class_is_found_too() {
        cache.keep(candidate, Changed.NOTHING);
        assertThat(find(candidate).isNothing()).isTrue();
    }

    @Test
    void a_class_that_differs_in_anything_is_not_found() {
        cache.keep(candidate, changed);
        assertThat(Stream.of(
                        candidate("com.acme.Other", "main=;", true, "original"),
                        candidate("com.acme.Shop", "main=;queue=;", true, "original"),
                        candidate("com.acme.Shop", "main=;", false, "original"),
                        candidate("com.acme.Shop", "main=;", true, "0riginal"),
                        candidate("com.acme.Shop", "main=;", true, "")))
                .allSatisfy(each -> assertThat(cache.find(each)).isNull());
    }

    @Test
    void a_file_that_is_the_one_wanted_by_name_only_is_not_believed() throws IOException {
        Candidate other = candidate("com.acme.Shop", "main=;", true, "another0");
        cache.keep(candidate, changed);
        Path kept = onlyFile();
        byte[] content = Files.readAllBytes(kept);
        cache.keep(other, changed);
        for (Path each : files()) {
            if (!each.equals(kept)) {
                Files.write(each, content);
            }
        }
        assertThat(cache.find(other)).isNull();
    }

    @Test
    void a_file_that_lost_or_changed_any_byte_is_not_believed() throws IOException {
        cache.keep(candidate, changed);
        Path file = onlyFile();
        byte[] content = Files.readAllBytes(file);
        for (int i = 0; i < content.length; i++) {
            byte[] damaged = content.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            assertThat(cache.find(candidate)).as("byte %d", i).isNull();
            Files.write(file, Arrays.copyOf(content, i));
            assertThat(cache.find(candidate)).as("%d bytes", i).isNull();
        }
        Files.write(file, content);
        assertThat(cache.find(candidate)).isNotNull();
    }

    @Test
    void a_damaged_file_is_replaced() throws IOException {
        cache.keep(candidate, changed);
        Files.write(onlyFile(), bytes("damaged"));
        cache.keep(candidate, changed);
        assertThat(cache.find(candidate)).isNotNull();
    }

    @Test
    void a_file_that_others_can_write_and_a_link_are_not_believed() throws IOException {
        cache.keep(candidate, changed);
        Path file = onlyFile();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(cache.find(candidate)).isNull();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(cache.find(candidate)).isNotNull();
        Path elsewhere = temporary.resolve("elsewhere");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        assertThat(cache.find(candidate)).isNull();
    }

    @Test
    void a_directory_is_made_for_its_owner_only() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.toPath())))
                .isEqualTo("rwx------");
    }

    @Test
    void a_directory_that_others_can_write_or_rename_is_not_used() throws IOException {
        Path above = directory.toPath().getParent();
        Files.setPosixFilePermissions(directory.toPath(), PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(trust.make(directory)).isNull();
        Files.setPosixFilePermissions(directory.toPath(), PosixFilePermissions.fromString("rwx------"));
        assertThat(trust.make(directory)).isEqualTo(directory);
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xrwx"));
        assertThat(trust.make(directory)).isNull();
    }

    @Test
    void no_file_is_left_behind_when_nothing_can_be_written() throws IOException {
        ClassDirectory gone = new ClassDirectory(new File(directory, "gone"), trust);
        gone.keep(candidate, changed);
        gone.keep(candidate, changed);
        assertThat(gone.find(candidate)).isNull();
        assertThat(files()).isEmpty();
    }

    private Changed find(Candidate wanted) {
        return Objects.requireNonNull(cache.find(wanted));
    }

    private Path onlyFile() throws IOException {
        assertThat(files()).hasSize(1);
        return files().get(0);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.toPath())) {
            return files.toList();
        }
    }

    private static Candidate candidate(String name, String kinds, boolean mayCarry, String classFile) {
        return new Candidate(name, kinds, mayCarry, bytes(classFile));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
