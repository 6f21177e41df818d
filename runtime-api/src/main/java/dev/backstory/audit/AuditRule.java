package dev.backstory.audit;

import dev.backstory.RecordedEvent;
import dev.backstory.store.EventQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events belong into an audit log. The text says, divided by semicolons:
 *
 * <ul>
 *   <li>{@code per=metadata.tenant} or {@code per=subject.firm}: each value has a stream of its own, {@code firm-audit/1234};
 *       without it there is one, {@code firm-audit};
 *   <li>{@code types=Order*, PaymentFailed}: it is of one of these types;
 *   <li>{@code subject=firm/*, customer/*}: it is about one of these;
 *   <li>{@code metadata.actor=*}: it has that entry, with one of these values.
 * </ul>
 *
 * All that is said has to be true of an event; {@code *} stands for anything.
 */
public final class AuditRule {

    private static final String METADATA = "metadata.";
    private static final String SUBJECT = "subject.";

    private final String name;
    private final int version;
    private final String text;
    private final Instant since;
    private final Map<String, List<Pattern>> conditions = new LinkedHashMap<>();
    private @Nullable String per;

    private AuditRule(String name, int version, String text, Instant since) {
        this.name = name;
        this.version = version;
        this.text = text;
        this.since = since;
    }

    /**
     * The rule of that text.
     *
     * @param version counted from 1 as the rule of that name changed
     * @param since when this version came
     * @throws IllegalArgumentException when the text is no rule; the message says what is wrong
     */
    public static AuditRule parse(String name, int version, String text, Instant since) {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException("the name " + name + " is not made of small letters, digits and dashes");
        }
        AuditRule rule = new AuditRule(name, version, text, since);
        for (String part : text.split(";", -1)) {
            if (!part.isBlank()) {
                rule.add(part.strip());
            }
        }
        if (rule.conditions.isEmpty() && rule.per == null) {
            throw new IllegalArgumentException("it says nothing");
        }
        return rule;
    }

    private void add(String part) {
        int equals = part.indexOf('=');
        String key = equals < 0 ? part : part.substring(0, equals).strip();
        String value = equals < 0 ? "" : part.substring(equals + 1).strip();
        boolean known = key.equals("types") || key.equals("subject") || key.startsWith(METADATA);
        if (value.isEmpty() || (!known && !key.equals("per"))) {
            throw new IllegalArgumentException(
                    "\"" + part + "\" is none of per=metadata.key, per=subject.kind, types=A, B*,"
                            + " subject=kind/*, metadata.key=value");
        }
        if (key.equals("per")) {
            if (!value.matches("(metadata|subject)\\..+")) {
                throw new IllegalArgumentException("per=" + value + " is neither metadata.key nor subject.kind");
            }
            per = value;
            return;
        }
        List<Pattern> patterns = new ArrayList<>();
        for (String each : value.split(",", -1)) {
            patterns.add(new Pattern(each.strip()));
        }
        conditions.put(key, patterns);
    }

    /** What it is called: the first part of its streams' names. */
    public String name() {
        return name;
    }

    /** Which version of the rule it is. */
    public int version() {
        return version;
    }

    /** The rule as it was written. */
    public String text() {
        return text;
    }

    /** When this version came, by the store's clock. */
    public Instant since() {
        return since;
    }

    /** Whether it has a stream for each value of something, instead of one. */
    public boolean isPerKey() {
        return per != null;
    }

    /** What each stream is one of: {@code tenant} of {@code per=metadata.tenant}; empty when there is one stream. */
    public String key() {
        String by = per;
        return by == null ? "" : by.substring(by.indexOf('.') + 1);
    }

    /** The keys of metadata that decide whether, and where, an event is in it. */
    public Set<String> metadataKeys() {
        Set<String> keys = new LinkedHashSet<>();
        conditions.keySet().stream()
                .filter(each -> each.startsWith(METADATA))
                .forEach(each -> keys.add(each.substring(METADATA.length())));
        String by = per;
        if (by != null && by.startsWith(METADATA)) {
            keys.add(by.substring(METADATA.length()));
        }
        return keys;
    }

    /** The subjects that decide the same, as patterns: {@code firm/*}. */
    public Set<String> subjects() {
        Set<String> subjects = new LinkedHashSet<>();
        conditions.getOrDefault("subject", List.of()).forEach(each -> subjects.add(each.text()));
        String by = per;
        if (by != null && by.startsWith(SUBJECT)) {
            subjects.add(by.substring(SUBJECT.length()) + "/*");
        }
        return subjects;
    }

    /** The streams that the event belongs into: {@code firm-audit/1234}; empty when into none. */
    public List<String> streamsOf(RecordedEvent event) {
        if (!holds(event)) {
            return List.of();
        }
        String by = per;
        if (by == null) {
            return List.of(name);
        }
        List<String> streams = new ArrayList<>();
        if (by.startsWith(METADATA)) {
            String key = event.metadata().get(by.substring(METADATA.length()));
            if (key != null) {
                streams.add(name + "/" + key);
            }
        } else {
            String kind = by.substring(SUBJECT.length()) + "/";
            for (String each : event.subjects()) {
                if (each.startsWith(kind)) {
                    streams.add(name + "/" + each.substring(kind.length()));
                }
            }
        }
        return streams;
    }

    private boolean holds(RecordedEvent event) {
        for (Map.Entry<String, List<Pattern>> each : conditions.entrySet()) {
            if (!holds(each.getKey(), each.getValue(), event)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(String key, List<Pattern> patterns, RecordedEvent event) {
        if (key.equals("types")) {
            return patterns.stream().anyMatch(each -> each.matches(event.type()));
        }
        if (key.equals("subject")) {
            return event.subjects().stream()
                    .anyMatch(subject -> patterns.stream().anyMatch(each -> each.matches(subject)));
        }
        String value = event.metadata().get(key.substring(METADATA.length()));
        return value != null && patterns.stream().anyMatch(each -> each.matches(value));
    }

    /** The query narrowed down to as little around that stream as a query can say. */
    EventQuery narrow(EventQuery query, String key) {
        EventQuery narrowed = query;
        String by = per;
        if (by != null) {
            narrowed = by.startsWith(METADATA)
                    ? narrowed.withMetadata(by.substring(METADATA.length()), key)
                    : narrowed.about(by.substring(SUBJECT.length()) + "/" + key);
        }
        if (hasExactTypes()) {
            Set<String> exact = new LinkedHashSet<>();
            types().forEach(each -> exact.add(each.text()));
            narrowed = narrowed.ofTypes(exact);
        }
        return narrowed;
    }

    /** Whether a query can say all of the rule: all that is found is in the stream. */
    boolean isExact() {
        return hasExactTypes() && Set.of("types").containsAll(conditions.keySet());
    }

    private boolean hasExactTypes() {
        return types().stream().allMatch(Pattern::isExact);
    }

    private List<Pattern> types() {
        return conditions.getOrDefault("types", List.of());
    }

    /** As it was written, with its name. */
    @Override
    public String toString() {
        return name + ": " + text;
    }
}
