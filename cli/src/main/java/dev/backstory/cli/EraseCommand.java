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
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--even-if-unknown",
            description = "Also somebody who has no personal data here, so that they never will.")
    private boolean evenIfUnknown;

    /** Ends with 0, or with 1 when the subject has no personal data here and shall not be erased all the same. */
    @Override
    public Integer call() {
        try {
            SubjectKey key = look();
            if (key == null && !evenIfUnknown) {
                out().println("Nothing was changed.");
                return Backstory.NOT_FOUND;
            }
            return dryRun ? count() : erase(key != null);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (PublishException e) {
            throw new Options.Unusable(String.valueOf(e.getMessage()));
        }
    }

    /** The subject's key, after saying what there is to erase; null when it has none. */
    private @Nullable SubjectKey look() {
        try (StoreConnection store = StoreConnection.open(options())) {
            SubjectKey key = new StoredKeys(store.keys(), MasterKeys.ofProcess()).find(subject);
            if (key == null && !evenIfUnknown) {
                say("has no personal data here. If it is no typing error, --even-if-unknown erases it all the same,"
                        + " so that it never has any");
            } else if (dryRun) {
                say(
                        key == null
                                ? "has no personal data here; erasing it would keep it from ever having some"
                                : key.erasedAt() != null
                                        ? "was erased on " + key.erasedAt()
                                        : "has a key that would be destroyed: what is stored under it becomes unreadable");
            }
            return key;
        }
    }

    private int count() {
        try (StoreConnection store = StoreConnection.open(options())) {
            EventList about = store.reader().events(EventQuery.newest(COUNTED).about(subject));
            PrintWriter out = out();
            out.println((about.next() == null ? "" : "at least ")
                    + about.events().size() + " events are about it and stay, without its personal data");
            out.println("Nothing was changed.");
        }
        return Backstory.OK;
    }

    private int erase(boolean known) {
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
            say((known ? "is erased" : "had no personal data here, and will have none") + "; the record of it is event "
                    + receipt.eventId());
            out().println("Copies of the database from before this still have the key: see \"Erasing a person\" in"
                    + " docs/security.md.");
        }
        return Backstory.OK;
    }

    private void say(String what) {
        out().println(SafeText.line(subject) + " " + what);
    }
}
