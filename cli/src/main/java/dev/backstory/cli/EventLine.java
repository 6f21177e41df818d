package dev.backstory.cli;

import dev.backstory.RecordedEvent;
import dev.backstory.viewer.story.SafeText;
import dev.backstory.viewer.story.Sentences;
import dev.backstory.viewer.story.Words;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One event, in one line. */
final class EventLine {

    private EventLine() {}

    static String text(RecordedEvent event, Sentences sentences) {
        String line = event.occurredAt() + "  " + event.correlationId() + "  " + sentences.of(event) + "  "
                + String.join(", ", event.subjects());
        return SafeText.line(Words.shortened(line, 400));
    }

    static String json(RecordedEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", event.id());
        json.put("type", event.type());
        json.put("correlationId", event.correlationId());
        json.put("causationId", event.causationId());
        json.put("stepId", event.stepId());
        json.put("traceId", event.traceId());
        json.put("occurredAt", event.occurredAt().toString());
        json.put("recordedAt", event.recordedAt().toString());
        event.subjects().forEach(json.putArray("subjects")::add);
        json.set("data", event.data());
        ObjectNode metadata = json.putObject("metadata");
        event.metadata().forEach(metadata::put);
        json.put("thread", event.thread());
        return JsonMapper.shared().writeValueAsString(json);
    }
}
