package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.context.UuidV7;
import dev.backstory.store.journal.Journal;
import dev.backstory.store.journal.JournalOwner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCommandTest {

    @TempDir
    private Path journal;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Backstory.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    @Test
    void an_empty_journal_is_said_to_be_empty() {
        assertThat(run("journal", "status", "--dir", journal.toString())).isEqualTo(Backstory.OK);
        assertThat(out.toString()).contains("Nothing waits");
    }

    @Test
    void what_waits_is_counted_and_whose_it_is_is_said() throws IOException {
        JournalOwner owner = JournalOwner.ofThisProcess(UuidV7.nextText(), "shop");
        Journal left = new Journal(journal, 10_000, owner);
        left.append(List.of(new byte[] {1}, new byte[] {2}));
        assertThat(run("journal", "status", "--dir", journal.toString())).isEqualTo(Backstory.NOT_FOUND);
        assertThat(out.toString()).contains("shop", owner.pid(), "running: 2 records");
        left.close();
        run("journal", "status", "--dir", journal.toString());
        assertThat(out.toString()).contains("ended: 2 records");
    }

    @Test
    void what_is_no_journal_is_left_out() throws IOException {
        Files.createDirectory(journal.resolve("lost+found"));
        assertThat(run("journal", "status", "--dir", journal.toString())).isEqualTo(Backstory.OK);
        assertThat(out.toString()).contains("Nothing waits");
    }

    @Test
    void a_journal_has_to_be_named() {
        assertThat(run("journal", "status")).isEqualTo(Backstory.USAGE);
        assertThat(err.toString()).contains("BACKSTORY_JOURNAL_DIR");
    }

    @Test
    void what_cannot_be_stored_stays() throws IOException {
        Journal left = new Journal(journal, 10_000, JournalOwner.ofThisProcess(UuidV7.nextText(), "shop"));
        left.append(List.of(new byte[] {1}));
        left.close();
        assertThat(run("journal", "drain", "--dir", journal.toString(), "--url", "jdbc:postgresql://127.0.0.1:1/none"))
                .isEqualTo(Backstory.STORE_AWAY);
        assertThat(err.toString()).contains("still there");
        run("journal", "status", "--dir", journal.toString());
        assertThat(out.toString()).contains("1 records");
    }
}
