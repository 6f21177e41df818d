package dev.backstory.cli;

import dev.backstory.RecordedEvent;
import dev.backstory.StoreUnavailableException;
import dev.backstory.store.EventFilter;
import dev.backstory.store.EventPage;
import dev.backstory.store.EventQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.viewer.story.Sentences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backstory tail}. */
@Command(name = "tail", description = "Shows the newest events, and with -f those that come.")
final class TailCommand extends Subcommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PAGE = 500;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until it is told to end.")
    private boolean follow;

    @Option(names = "-n", description = "So many events at first (default ${DEFAULT-VALUE}).", defaultValue = "10")
    private int first;

    @Option(names = "--subject", description = "Only events about this subject.")
    private @Nullable String subject;

    @Option(names = "--type", description = "Only events of these types.")
    private Set<String> types = Set.of();

    @Option(names = "--json", description = "As JSON, an object per line.")
    private boolean json;

    private final Set<String> shown = new HashSet<>();
    private String place = EventPage.START;
    private @Nullable String heldUpBy;
    private @Nullable String said;

    @Override
    public Integer call() {
        return reading(this::tail);
    }

    private int tail(StoryReader reader) {
        place = reader.end();
        if (first > 0) {
            List<RecordedEvent> newest = new ArrayList<>(reader.events(EventQuery.newest(Math.min(first, PAGE))
                            .about(subject)
                            .ofTypes(types))
                    .events());
            Collections.reverse(newest);
            show(newest);
            // Of these some may not be final yet, and would come again.
            newest.forEach(each -> shown.add(each.id()));
        }
        while (follow && pause()) {
            try {
                showNext(reader);
            } catch (StoreUnavailableException e) {
                say("The store does not answer; this goes on when it does.");
            }
        }
        return Backstory.OK;
    }

    private void showNext(StoryReader reader) {
        EventPage page;
        do {
            page = reader.after(place, EventFilter.ALL.about(subject).ofTypes(types), PAGE);
            show(page.events());
            place = page.next();
        } while (page.more());
        String holder = page.heldUpBy();
        // Most are gone before the next look.
        boolean lasts = holder != null && holder.equals(heldUpBy);
        heldUpBy = holder;
        say(lasts ? "What was stored last is shown when this has ended: " + holder : null);
    }

    /** Once, until there is something else to say. */
    private void say(@Nullable String what) {
        if (what != null && !what.equals(said)) {
            err().println(what);
            err().flush();
        }
        said = what;
    }

    private void show(List<RecordedEvent> events) {
        Sentences sentences = options().sentences();
        for (RecordedEvent each : events) {
            if (!shown.remove(each.id())) {
                out().println(json ? EventLine.json(each) : EventLine.text(each, sentences));
            }
        }
        out().flush();
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
