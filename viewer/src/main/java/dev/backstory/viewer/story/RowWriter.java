package dev.backstory.viewer.story;

import dev.backstory.RecordedEvent;
import dev.backstory.context.Via;
import dev.backstory.store.Instance;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the row of an entry at its place. */
final class RowWriter {

    /** What makes steps attempts at the same work. */
    private record Work(String kind, String name, @Nullable String cause) {

        static Work of(RecordedStep step) {
            return new Work(step.kind(), step.name(), causeOf(step));
        }
    }

    private final Map<String, Instance> instances;
    private final Instant start;
    private final Sentences sentences;
    private final Quiet quiet;
    private final Map<Work, Instant> lastSuccess = new HashMap<>();
    private final Map<Work, Instant> lastAttempt = new HashMap<>();

    RowWriter(StoryRecords records, Instant start, Sentences sentences, Quiet quiet) {
        this.instances = records.instances();
        this.start = start;
        this.sentences = sentences;
        this.quiet = quiet;
        for (RecordedStep step : records.steps()) {
            if (causeOf(step) != null) {
                lastAttempt.merge(Work.of(step), step.startedAt(), RowWriter::later);
                if (step.error() == null && step.duration() != null) {
                    lastSuccess.merge(Work.of(step), step.startedAt(), RowWriter::later);
                }
            }
        }
    }

    /** What led to it, in its own process or another. */
    private static @Nullable String causeOf(RecordedStep step) {
        return step.causationId() != null ? step.causationId() : step.externalCause();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    Row write(CauseTree.Place place) {
        Entry entry = place.entry();
        return entry.event() != null
                ? ofEvent(place, entry.event())
                : entry.step() != null ? ofStep(place, entry.step()) : unreachable();
    }

    private Row ofEvent(CauseTree.Place place, RecordedEvent event) {
        Via via = event.via();
        String sentence = sentences.of(event);
        return new Row(
                place.entry(),
                causeOf(place),
                place.depth(),
                place.last(),
                sentence,
                event.subjects(),
                Words.summary(sentence, event.data(), event.subjects()),
                via == null ? "" : carriedBy(via, event.thread()),
                via == null || via.waitedNanos() < 0 ? null : Duration.ofNanos(via.waitedNanos()),
                null,
                Duration.between(start, event.occurredAt()),
                quiet.before(place.entry()),
                service(place.entry()),
                sentences.isFailure(event.type()) ? State.REPORTED : State.DONE,
                null,
                notes(place));
    }

    private Row ofStep(CauseTree.Place place, RecordedStep step) {
        return new Row(
                place.entry(),
                causeOf(place),
                place.depth(),
                place.last(),
                Words.ofStep(step),
                List.of(),
                attributes(step),
                "",
                step.waited(),
                step.duration(),
                Duration.between(start, step.startedAt()),
                quiet.before(place.entry()),
                service(place.entry()),
                state(step),
                Words.ofError(step.error()),
                notes(place));
    }

    private static @Nullable String causeOf(CauseTree.Place place) {
        Entry cause = place.cause();
        return cause == null ? place.entry().causeId() : cause.id();
    }

    private static String carriedBy(Via via, String thread) {
        return "via " + via.boundary() + (via.name() == null ? "" : " " + via.name()) + ", thread " + thread;
    }

    private static String attributes(RecordedStep step) {
        List<String> told = new ArrayList<>();
        for (String key : List.of("status", "queue", "attempt")) {
            String value = step.attributes().get(key);
            if (value != null) {
                told.add(key + " " + value);
            }
        }
        if (Boolean.parseBoolean(step.attributes().get("redelivered"))) {
            told.add("redelivered");
        }
        return Words.shortened(String.join(", ", told), 80);
    }

    private State state(RecordedStep step) {
        if (step.error() != null) {
            if (isBefore(step, lastSuccess)) {
                return State.RETRIED;
            }
            return isBefore(step, lastAttempt) ? State.AGAIN : State.FAILED;
        }
        if (step.duration() != null) {
            return State.DONE;
        }
        Instance instance = instances.get(step.instanceId());
        return instance == null ? State.UNKNOWN : instance.alive() ? State.RUNNING : State.STOPPED;
    }

    private static boolean isBefore(RecordedStep step, Map<Work, Instant> last) {
        Instant other = last.get(Work.of(step));
        return other != null && other.isAfter(step.startedAt());
    }

    private String service(Entry entry) {
        Instance instance = instances.get(entry.instanceId());
        return instance == null ? "" : instance.service();
    }

    private static List<String> notes(CauseTree.Place place) {
        List<String> notes = new ArrayList<>();
        Entry entry = place.entry();
        if (place.cut()) {
            notes.add("Its causes lead back to itself; the circle is cut here.");
        } else if (place.cause() == null && entry.causeId() != null) {
            notes.add("Because of " + entry.causeId() + ", which is not stored in this story.");
        }
        RecordedStep step = entry.step();
        if (step != null && step.externalCause() != null && place.cause() == null) {
            notes.add("Because of " + step.externalCause() + " in another process.");
        }
        if (step != null && step.scheduledBy() != null) {
            notes.add("Scheduled in " + step.scheduledBy() + ".");
        }
        if (place.cause() != null && entry.at().isBefore(place.cause().at())) {
            Duration behind = Duration.between(entry.at(), place.cause().at());
            if (behind.toMillis() > 1) {
                notes.add("Its clock says " + Words.of(behind) + " before its cause: the clocks differ.");
            }
        }
        return notes;
    }

    private static Row unreachable() {
        throw new IllegalStateException("an entry is an event or a step");
    }
}
