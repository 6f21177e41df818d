package dev.backstory.cli;

import dev.backstory.RecordedEvent;
import dev.backstory.StoreUnavailableException;
import dev.backstory.store.EventList;
import dev.backstory.store.EventQuery;
import dev.backstory.store.StoryReader;
import dev.backstory.viewer.story.Sentences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code backstory tail}. */
@Command(
        name = "tail",
        description = "Shows the newest events, and with -f those that come.",
        mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {

    /** So late may an event become visible after the time in its id: a transaction that takes long, clocks that differ. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PAGE = 500;

    @ParentCommand
    private Backstory backstory = new Backstory();

    @Spec
    private CommandSpec spec = CommandSpec.create();

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

    private final Map<String, Instant> seen = new HashMap<>();

    @Override
    public Integer call() {
        return backstory.reading(this::tail);
    }

    private int tail(StoryReader reader) {
        Instant started = Instant.now();
        if (first > 0) {
            show(reader.events(query(Math.min(first, PAGE))).events());
        }
        // What was there before is marked as seen, or it would be told when it is read for the first time.
        read(reader, started.minus(LATE)).forEach(each -> seen.put(each.id(), each.recordedAt()));
        boolean away = false;
        while (follow && pause()) {
            try {
                Instant from = Instant.now().minus(LATE);
                show(read(reader, from));
                away = false;
                seen.values().removeIf(at -> at.isBefore(from.minus(LATE)));
            } catch (StoreUnavailableException e) {
                if (!away) {
                    spec.commandLine().getErr().println("The store does not answer; this goes on when it does.");
                }
                away = true;
            }
        }
        return Backstory.OK;
    }

    private EventQuery query(int limit) {
        return EventQuery.newest(limit).about(subject).ofTypes(types);
    }

    private List<RecordedEvent> read(StoryReader reader, Instant from) {
        List<RecordedEvent> found = new ArrayList<>();
        EventQuery query = query(PAGE).published(from, null);
        EventList page = reader.events(query);
        found.addAll(page.events());
        while (page.next() != null) {
            page = reader.events(query.after(page.next()));
            found.addAll(page.events());
        }
        return found;
    }

    private void show(List<RecordedEvent> newestFirst) {
        List<RecordedEvent> inOrder = new ArrayList<>(newestFirst);
        Collections.reverse(inOrder);
        Sentences sentences = backstory.options().sentences();
        for (RecordedEvent each : inOrder) {
            if (seen.put(each.id(), each.recordedAt()) == null) {
                spec.commandLine().getOut().println(json ? EventLine.json(each) : EventLine.text(each, sentences));
            }
        }
        spec.commandLine().getOut().flush();
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
