package dev.backstory.viewer.story;

import dev.backstory.RecordedEvent;
import dev.backstory.store.Instance;
import dev.backstory.store.StoryRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a story of records: orders them, turns each into a row, and draws the conclusions of the header. */
final class StoryTeller {

    /** The metadata that say who did it and why, in the order in which they are shown. */
    private static final List<String> FACTS =
            List.of("actor", "operator", "issue", "reason", "tenant", "initiatedBy", "claimedCorrelationId");

    private final StoryRecords records;
    private final Sentences sentences;
    private final List<Entry> entries = new ArrayList<>();

    StoryTeller(StoryRecords records, Sentences sentences) {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("no story without records: " + records.correlationId());
        }
        this.records = records;
        this.sentences = sentences;
        records.steps().forEach(each -> entries.add(Entry.of(each)));
        records.events().forEach(each -> entries.add(Entry.of(each)));
    }

    Story tell() {
        Instant start = entries.stream().map(Entry::at).min(Instant::compareTo).orElseThrow();
        Instant end = entries.stream().map(Entry::until).max(Instant::compareTo).orElseThrow();
        Quiet quiet = new Quiet(entries);
        CauseTree tree = new CauseTree(entries);
        RowWriter writer = new RowWriter(records, start, sentences, quiet);
        List<Row> rows = tree.fromOrigins().stream().map(writer::write).toList();
        List<Row> strays = tree.strays().stream().map(writer::write).toList();
        List<Row> all = new ArrayList<>(rows);
        all.addAll(strays);
        Verdict verdict = Verdict.on(all);
        List<Row> trouble =
                all.stream().filter(each -> each.state().isTrouble()).toList();
        return new Story(
                records.correlationId(),
                all.get(0).sentence(),
                verdict.outcome(),
                verdict.inWords(),
                start,
                Duration.between(start, end),
                quiet.total(),
                subjects(),
                facts(),
                services(),
                rows,
                strays,
                trouble,
                owners(trouble),
                List.of(),
                records.events().size(),
                records.batches());
    }

    private Map<String, String> owners(List<Row> trouble) {
        Map<String, String> owners = new LinkedHashMap<>();
        for (Row row : trouble) {
            String owner = sentences.owner(row.service());
            if (owner != null) {
                owners.put(row.service(), owner);
            }
        }
        return owners;
    }

    private List<String> subjects() {
        Set<String> subjects = new LinkedHashSet<>();
        records.events().stream().map(RecordedEvent::subjects).forEach(subjects::addAll);
        return List.copyOf(subjects);
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String key : FACTS) {
            Set<String> values = new LinkedHashSet<>();
            for (RecordedEvent event : records.events()) {
                String value = event.metadata().get(key);
                if (value != null) {
                    values.add(value);
                }
            }
            if (!values.isEmpty()) {
                facts.put(key, String.join(", ", values));
            }
        }
        return facts;
    }

    private List<String> services() {
        Collection<String> services = new LinkedHashSet<>();
        for (Entry entry : entries.stream().sorted(Entry.BY_TIME).toList()) {
            Instance instance = records.instances().get(entry.instanceId());
            if (instance != null) {
                services.add(instance.service());
            }
        }
        return List.copyOf(services);
    }
}
