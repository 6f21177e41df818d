package dev.backstory.cli;

import dev.backstory.EventPublisher;
import dev.backstory.PublishException;
import dev.backstory.Receipt;
import dev.backstory.StoreUnavailableException;
import dev.backstory.personal.MasterKeys;
import dev.backstory.personal.StoredKeys;
import dev.backstory.personal.SubjectKey;
import dev.backstory.store.EventList;
import dev.backstory.store.EventQuery;
import dev.backstory.viewer.Options;
import dev.backstory.viewer.StoreConnection;
import dev.backstory.viewer.story.SafeText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backstory erase customer/42 --reason …}. */
@Command(
        name = "erase",
        description = "Makes the personal data of one subject unreadable for ever, by destroying its key.")
final class EraseCommand extends Subcommand implements Callable<Integer> {

    private static final int COUNTED = 1_000;

    @Parameters(paramLabel = "SUBJECT", description = "Whose data, for example customer/42.")
    private String subject = "";

    @Option(
            names = "--reason",
            required = true,
            description = "Why, for the record; it is kept for ever, so it names nobody.")
    private String reason = "";

    @Option(names = "--dry-run", description = "Only says what would become unreadable.")
    private boolean dryRun;

    @Override
    public Integer call() {
        try {
            return dryRun ? look() : erase();
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (PublishException e) {
            throw new Options.Unusable(String.valueOf(e.getMessage()));
        }
    }

    private int look() {
        try (StoreConnection store = StoreConnection.open(options())) {
            SubjectKey key = new StoredKeys(store.keys(), MasterKeys.ofProcess()).find(subject);
            EventList about = store.reader().events(EventQuery.newest(COUNTED).about(subject));
            int events = about.events().size();
            say(
                    key == null
                            ? "has no personal data here; erasing it would keep it from ever having some"
                            : key.erasedAt() != null
                                    ? "was erased on " + key.erasedAt()
                                    : "has a key that would be destroyed: what is stored under it becomes unreadable");
            PrintWriter out = out();
            out.println((about.next() == null ? "" : "at least ") + events + " events are about it and stay, without"
                    + " its personal data");
            out.println("Nothing was changed.");
        }
        return Backstory.OK;
    }

    private int erase() {
        Options options = options();
        EventPublisher.Builder builder = EventPublisher.builder()
                .setting("backstory.url", options.url())
                .setting("backstory.schema", "off")
                .setting("backstory.console", "true")
                .service("backstory-cli");
        if (options.user() != null) {
            builder.setting("backstory.user", options.user());
        }
        if (options.password() != null) {
            builder.setting("backstory.password", options.password());
        }
        try (EventPublisher publisher = builder.build()) {
            Receipt receipt = publisher.erase(subject, reason);
            say("is erased; the record of it is event " + receipt.eventId());
            out().println("Copies of the database from before this still have the key: see \"Erasing a person\" in"
                    + " docs/security.md.");
        }
        return Backstory.OK;
    }

    private void say(String what) {
        out().println(SafeText.line(subject) + " " + what);
    }
}
