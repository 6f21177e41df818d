package dev.backstory;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads type, subjects and data from what the application publishes. */
final class EventReader {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

    private final JsonMapper mapper;
    private final EventTypes types = new EventTypes();

    EventReader(JsonMapper mapper) {
        this.mapper = mapper;
    }

    EventContent read(Object published) {
        EventTypes.Known known = types.of(published.getClass());
        ObjectNode data = data(known.type(), published);
        return new EventContent(known.type(), known.subjects(data, LOG), data);
    }

    EventContent read(Event event) {
        if (event.type.isBlank()) {
            throw new PublishException("An event needs a type: Event.of(\"OrderPlaced\").");
        }
        Object data = event.data;
        if (data == null) {
            return new EventContent(event.type, event.subjects, mapper.createObjectNode());
        }
        ObjectNode json = data(event.type, data);
        List<String> subjects =
                event.subjects.isEmpty() ? types.subjectsOf(data.getClass(), json, LOG) : event.subjects;
        return new EventContent(event.type, subjects, json);
    }

    private ObjectNode data(String type, Object value) {
        JsonNode json;
        try {
            json = value instanceof JsonNode node ? node.deepCopy() : mapper.valueToTree(value);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new PublishException(
                    "The data of " + type + " cannot be written as JSON ("
                            + value.getClass().getName() + "): publish a record of plain values, or a Map. "
                            + e.getMessage(),
                    e);
        }
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new PublishException("The data of " + type + " is not a JSON object ("
                + value.getClass().getName()
                + "): publish a record, or Event.of(\"…\").data(Map.of(\"name\", value)).");
    }
}
