package dev.backstory.viewer.story;

import dev.backstory.RecordedEvent;
import dev.backstory.audit.AuditRule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A page of an audit log as JSON, for programs. {@code version} changes only when a field goes or changes its meaning. */
public final class AuditJson {

    private static final int VERSION = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private AuditJson() {}

    /**
     * The page as a JSON object; times ISO 8601 in UTC.
     *
     * @param rules which versions of the rule chose the entries, one for each store
     * @param next where the next page is; null when there is none
     */
    public static String of(
            String stream,
            List<AuditRule> rules,
            List<RecordedEvent> entries,
            @Nullable String next,
            Sentences sentences) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", VERSION);
        json.put("stream", stream);
        ArrayNode chosenBy = json.putArray("rules");
        for (AuditRule each : rules) {
            chosenBy.addObject()
                    .put("name", each.name())
                    .put("version", each.version())
                    .put("since", each.since().toString())
                    .put("text", each.text());
        }
        ArrayNode array = json.putArray("entries");
        entries.forEach(each -> entry(array.addObject(), each, sentences));
        json.put("next", next);
        return MAPPER.writeValueAsString(json);
    }

    private static void entry(ObjectNode json, RecordedEvent event, Sentences sentences) {
        json.put("id", event.id());
        json.put("position", event.position());
        json.put("type", event.type());
        json.put("sentence", sentences.of(event));
        ArrayNode subjects = json.putArray("subjects");
        event.subjects().forEach(subjects::add);
        json.put("occurredAt", event.occurredAt().toString());
        json.put("recordedAt", event.recordedAt().toString());
        json.put("correlationId", event.correlationId());
        json.put("causationId", event.causationId());
        json.set("data", event.data());
        ObjectNode metadata = json.putObject("metadata");
        event.metadata().forEach(metadata::put);
    }
}
