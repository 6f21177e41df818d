package dev.backstory.cli;

import dev.backstory.store.EventPage;
import dev.backstory.store.FollowerStatus;
import dev.backstory.store.postgres.Followers;
import dev.backstory.viewer.Options;
import dev.backstory.viewer.story.SafeText;
import java.util.List;
import java.util.function.IntSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code backstory followers}. */
@Command(
        name = "followers",
        description = "What applications have that follows the store: how each is, and setting one back.")
final class FollowersCommand extends Group {

    @Command(name = "list", description = "Says of each how far behind it is, and why.")
    int list() {
        List<FollowerStatus> all = followers().all();
        if (all.isEmpty()) {
            out().println("Nothing follows this store.");
        }
        all.forEach(each -> out().println(SafeText.line(words(each))));
        return Backstory.OK;
    }

    @Command(
            name = "reset",
            description =
                    "Lets one begin anew, with the first event that there is: it handles all of them again. Needs the"
                            + " rights of a writer.")
    int reset(@Parameters(paramLabel = "NAME") String name) {
        return found(followers().reset(name, EventPage.START), name);
    }

    @Command(
            name = "remove",
            description =
                    "Forgets one that is no more, so that it is not listed; refused while a process has it. Needs the"
                            + " rights of a writer.")
    int remove(@Parameters(paramLabel = "NAME") String name) {
        return unlessRefused(() -> found(followers().remove(name), name));
    }

    @Command(
            name = "skip",
            description =
                    "Lets one go on without the event that its handler does not take, and says which that is. Needs the"
                            + " rights of a writer.")
    int skip(@Parameters(paramLabel = "NAME") String name) {
        return unlessRefused(() -> {
            String event = followers().skip(name);
            if (event != null) {
                out().println("It goes on without the event " + event + ".");
            }
            return found(event != null, name);
        });
    }

    private int unlessRefused(IntSupplier change) {
        try {
            return change.getAsInt();
        } catch (IllegalStateException e) {
            err().println(SafeText.line(String.valueOf(e.getMessage())));
            return Backstory.USAGE;
        }
    }

    private int found(boolean found, String name) {
        if (found) {
            return Backstory.OK;
        }
        err().println("No follower is called " + SafeText.line(name) + ".");
        return Backstory.NOT_FOUND;
    }

    private Followers followers() {
        Options options = options();
        return new Followers(options.url(), options.user(), options.password());
    }

    private static String words(FollowerStatus status) {
        StringBuilder words = new StringBuilder(status.name());
        words.append(
                status.behindSince() == null
                        ? "  has seen all that is stored"
                        : "  has not seen what was recorded since " + status.behindSince());
        words.append(status.instanceId() == null ? ", in no process" : ", in process " + status.instanceId());
        if (status.failures() > 0) {
            words.append("; its handler has failed " + status.failures() + " times with the event " + status.inHand()
                    + ", last at " + status.failedAt() + " with " + status.error());
        }
        if (status.heldUpBy() != null) {
            words.append("; waits for the end of the transaction of ").append(status.heldUpBy());
        }
        if (status.missed() > 0) {
            words.append("; retention dropped " + status.missed() + " events before it had seen them");
        }
        return words.toString();
    }
}
