package dev.backstory.agent.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class UnusedClassesTest {

    private static final long DAY = TimeUnit.DAYS.toMillis(1);
    private static final String VERSION = "0123456789abcdef".repeat(4);
    private static final String KEPT = "com.acme.Shop$Door-12ab";

    @TempDir
    private Path root;

    @Test
    void what_nobody_has_used_for_a_month_is_deleted_and_its_directory_with_it() throws IOException {
        Path used = old(29, VERSION, "java.lang.Thread-1a");
        Path unused = old(31, VERSION, KEPT);
        Path half = old(31, VERSION, "new-123456789");
        Path other = root.resolve(VERSION.replace('0', '1'));
        old(31, other.toString(), KEPT);
        age(31, other);

        UnusedClasses.deleteFrom(root.toFile());

        assertThat(used).exists();
        assertThat(unused).doesNotExist();
        assertThat(half).doesNotExist();
        assertThat(other).doesNotExist();
    }

    /** A process that has just made it is about to write into it. */
    @Test
    void an_empty_directory_that_was_made_lately_stays() throws IOException {
        Path made = Files.createDirectory(root.resolve(VERSION));
        UnusedClasses.deleteFrom(root.toFile());
        assertThat(made).exists();
    }

    @Test
    void what_the_agent_has_not_kept_stays_however_old_it_is() throws IOException {
        Path elsewhere = old(31, "pictures", KEPT);
        Path beside = old(31, "", KEPT);
        Path foreign = old(31, VERSION, "notes.txt");
        Path directory = Files.createDirectory(root.resolve(VERSION).resolve("com.acme.Shop-12"));
        age(31, directory);
        UnusedClasses.deleteFrom(root.toFile());
        assertThat(List.of(elsewhere, beside, foreign, directory))
                .allSatisfy(each -> assertThat(each).exists());
    }

    @Test
    void links_are_not_followed() throws IOException {
        Path elsewhere = old(31, "elsewhere", KEPT);
        Path directory = Files.createSymbolicLink(root.resolve(VERSION.replace('0', '1')), elsewhere.getParent());
        Path version = Files.createDirectory(root.resolve(VERSION));
        Path file = Files.createSymbolicLink(version.resolve(KEPT), elsewhere);
        UnusedClasses.deleteFrom(root.toFile());
        assertThat(elsewhere).exists();
        assertThat(Stream.of(directory, file))
                .allSatisfy(link -> assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS))
                        .isTrue());
    }

    @Test
    void several_processes_may_delete_at_once() throws Exception {
        List<Path> unused = IntStream.range(0, 500)
                .mapToObj(i -> old(31, VERSION, "com.acme.Shop-" + Integer.toHexString(i)))
                .toList();
        age(31, root.resolve(VERSION));
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try {
            List<Future<Void>> deleting = IntStream.range(0, 4)
                    .mapToObj(i -> processes.<Void>submit(() -> {
                        UnusedClasses.deleteFrom(root.toFile());
                        return null;
                    }))
                    .toList();
            for (Future<Void> each : deleting) {
                each.get();
            }
        } finally {
            processes.shutdown();
        }
        assertThat(unused).noneMatch(Files::exists);
        assertThat(root.resolve(VERSION)).doesNotExist();
    }

    private Path old(int days, String directory, String name) {
        try {
            Path file = Files.createDirectories(root.resolve(directory)).resolve(name);
            Files.createFile(file);
            age(days, file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void age(int days, Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() - days * DAY));
    }
}
