package dev.backstory.viewer.access;

import dev.backstory.RecordedEvent;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryRecords;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leaves of what is stored only what a role may see. It works on the records, before anything is made of them: pages,
 * Markdown, JSON, sentences and lists cannot show what they were not given.
 */
public final class Redactor {

    /** Stands where something is hidden. */
    public static final String HIDDEN = "•••";

    /** Hides nothing from anybody. */
    public static final Redactor NONE = of(Map.of());

    private final Map<Role, FieldRules> rules = new EnumMap<>(Role.class);

    private Redactor() {}

    /**
     * From lines such as {@code support.event.PaymentFailed=reason, amount.value}, {@code support.event.*=…},
     * {@code support.metadata=tenant, issue}, {@code support.subjects=order, customer} and
     * {@code support.steps=status, queue, error}. A role without a line sees everything.
     */
    public static Redactor of(Map<String, String> lines) {
        Redactor redactor = new Redactor();
        for (Role role : Role.values()) {
            String prefix = role.key() + ".";
            Map<String, String> own = new HashMap<>();
            lines.forEach((key, value) -> {
                if (key.startsWith(prefix)) {
                    own.put(key.substring(prefix.length()), value);
                }
            });
            redactor.rules.put(role, own.isEmpty() ? FieldRules.EVERYTHING : FieldRules.of(own));
        }
        return redactor;
    }

    private FieldRules rules(Role role) {
        return rules.getOrDefault(role, FieldRules.EVERYTHING);
    }

    /** What the role may see of the story; the same records when that is all. */
    public StoryRecords redact(StoryRecords records, Role role) {
        FieldRules may = rules(role);
        if (may.everything()) {
            return records;
        }
        List<RecordedEvent> events = new ArrayList<>();
        records.events().forEach(each -> events.add(event(each, may)));
        List<RecordedStep> steps = new ArrayList<>();
        records.steps().forEach(each -> steps.add(step(each, may)));
        List<StoryHead> batches =
                records.batches().stream().map(each -> head(each, may)).toList();
        boolean same =
                events.equals(records.events()) && steps.equals(records.steps()) && batches.equals(records.batches());
        return same ? records : new StoryRecords(records.correlationId(), events, steps, records.instances(), batches);
    }

    /** The same for a story in a list. */
    public StoryHead head(StoryHead head, Role role) {
        FieldRules may = rules(role);
        return may.everything() ? head : head(head, may);
    }

    /** The same for events that belong to several stories. */
    public List<RecordedEvent> events(List<RecordedEvent> events, Role role) {
        FieldRules may = rules(role);
        return may.everything()
                ? events
                : events.stream().map(each -> event(each, may)).toList();
    }

    /** Whether the role may search for such a subject: finding something is seeing it. */
    public boolean maySearchSubject(String subject, Role role) {
        return rules(role).subject(subject);
    }

    /** Whether the role may search by that key of the metadata. */
    public boolean maySearchMetadata(String key, Role role) {
        return rules(role).metadata(key);
    }

    private static RecordedEvent event(RecordedEvent event, FieldRules may) {
        return event.with(
                event.subjects().stream().map(each -> subject(each, may)).toList(),
                data(event.type(), "", event.data(), may),
                map(event.metadata(), may::metadata));
    }

    private static StoryHead head(StoryHead head, FieldRules may) {
        return head.withSubjects(head.subjects().stream()
                .map(each -> subject(each, may))
                .distinct()
                .toList());
    }

    private static RecordedStep step(RecordedStep step, FieldRules may) {
        return step.with(error(step.error(), may), map(step.attributes(), may::step));
    }

    /** The class of an exception tells nothing of anybody; its message may. */
    private static @Nullable String error(@Nullable String error, FieldRules may) {
        if (error == null || may.step("error")) {
            return error;
        }
        int colon = error.indexOf(':');
        return colon > 0 && error.substring(0, colon).matches("[\\w.$]+")
                ? error.substring(0, colon + 1) + " " + HIDDEN
                : HIDDEN;
    }

    private static String subject(String subject, FieldRules may) {
        if (may.subject(subject)) {
            return subject;
        }
        return subject.contains("/") ? FieldRules.kind(subject) + "/" + HIDDEN : HIDDEN;
    }

    private static Map<String, String> map(Map<String, String> all, java.util.function.Predicate<String> may) {
        Map<String, String> seen = new LinkedHashMap<>();
        all.forEach((key, value) -> seen.put(key, may.test(key) ? value : HIDDEN));
        return seen;
    }

    private static JsonNode data(String type, String path, JsonNode value, FieldRules may) {
        if (!path.isEmpty() && may.data(type, path)) {
            return value;
        }
        if (value.isObject()) {
            ObjectNode seen = JsonNodeFactory.instance.objectNode();
            value.properties()
                    .forEach(each -> seen.set(
                            each.getKey(),
                            data(
                                    type,
                                    path.isEmpty() ? each.getKey() : path + "." + each.getKey(),
                                    each.getValue(),
                                    may)));
            return seen;
        }
        if (value.isArray()) {
            ArrayNode seen = JsonNodeFactory.instance.arrayNode();
            value.forEach(each -> seen.add(data(type, path, each, may)));
            return seen;
        }
        return JsonNodeFactory.instance.stringNode(HIDDEN);
    }
}
