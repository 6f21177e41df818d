package dev.backstory.cli;

import dev.backstory.RecordedEvent;
import dev.backstory.store.Instance;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryRecords;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts how well events know what led to them, over the stories that it is given. */
final class Lineage {

    private long events;
    private long complete;
    private long outside;
    private long dangling;
    private final Map<String, Integer> lost = new HashMap<>();
    private final Map<String, Integer> unresolved = new HashMap<>();

    void add(StoryRecords story) {
        Map<String, @Nullable String> causes = new HashMap<>();
        Set<String> entries = new HashSet<>();
        for (RecordedStep step : story.steps()) {
            causes.put(step.id(), step.causationId());
            if (step.causationId() == null) {
                entries.add(step.id());
            }
        }
        story.events().forEach(each -> causes.put(each.id(), each.causationId()));
        for (RecordedEvent event : story.events()) {
            events++;
            String end = end(event.id(), causes);
            if (end == null) {
                dangling++;
                unresolved.merge(event.type() + " in " + service(story, event), 1, Integer::sum);
            } else if (entries.contains(end)) {
                complete++;
            } else {
                outside++;
                lost.merge(
                        event.type() + " on thread " + pool(event.thread()) + " in " + service(story, event),
                        1,
                        Integer::sum);
            }
        }
    }

    /** What the causes of the event lead back to; null when one of them is not stored, or they lead in a circle. */
    private static @Nullable String end(String id, Map<String, @Nullable String> causes) {
        String at = id;
        for (int steps = 0; steps <= causes.size(); steps++) {
            if (!causes.containsKey(at)) {
                return null;
            }
            String cause = causes.get(at);
            if (cause == null) {
                return at;
            }
            at = cause;
        }
        return null;
    }

    private static String service(StoryRecords story, RecordedEvent event) {
        Instance instance = story.instances().get(event.instanceId());
        return instance == null ? "an unknown service" : instance.service();
    }

    /** Threads of one pool differ in their numbers. */
    private static String pool(String thread) {
        return thread.replaceAll("\\d+", "#");
    }

    long events() {
        return events;
    }

    /** Events whose causes lead back to the request, job or other step that began the story. */
    long complete() {
        return complete;
    }

    /** Events whose causes are not all stored. */
    long dangling() {
        return dangling;
    }

    /** Events that were published where no step was known: either there was none, or a boundary lost it. */
    long outside() {
        return outside;
    }

    double share() {
        return events == 0 ? 1 : (double) complete / events;
    }

    /** Where context was not known, the most frequent first. */
    List<Map.Entry<String, Integer>> lost() {
        return mostFrequent(lost);
    }

    /** What names causes that are not stored, the most frequent first. */
    List<Map.Entry<String, Integer>> unresolved() {
        return mostFrequent(unresolved);
    }

    private static List<Map.Entry<String, Integer>> mostFrequent(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(10)
                .toList();
    }
}
