package dev.backstory.cli;

import dev.backstory.RecordedEvent;
import dev.backstory.audit.AuditPage;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A page of an audit log as JSON, for programs. */
final class AuditJson {

    private static final int VERSION = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private AuditJson() {}

    static String of(AuditPage page) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", VERSION);
        json.put("stream", page.stream());
        ObjectNode rule = json.putObject("rule");
        rule.put("name", page.rule().name());
        rule.put("version", page.rule().version());
        rule.put("since", page.rule().since().toString());
        rule.put("text", page.rule().text());
        ArrayNode entries = json.putArray("entries");
        page.entries().forEach(each -> entry(entries.addObject(), each));
        json.put("next", page.next());
        return MAPPER.writeValueAsString(json);
    }

    private static void entry(ObjectNode json, RecordedEvent event) {
        json.put("id", event.id());
        json.put("position", event.position());
        json.put("type", event.type());
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
