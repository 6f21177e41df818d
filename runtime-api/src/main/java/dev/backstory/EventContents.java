package dev.backstory;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes type, subjects and data of what the application publishes. */
final class EventContents {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

    private final JsonMapper mapper;
    private final ObjectWriter writer;
    private final SecretMask mask;
    private final PersonalRules rules;
    private final EventTypes types = new EventTypes();

    EventContents(JsonMapper mapper, SecretMask mask, PersonalRules rules) {
        this.mapper = mapper;
        this.writer = mapper.rebuild()
                .addModule(new PersonalModule())
                .addModule(new WithoutSender())
                .build()
                .writer()
                .withAttribute(PersonalModule.MARKING, true);
        this.mask = mask;
        this.rules = rules;
    }

    EventContent of(Object published) {
        EventTypes.Known known = types.of(published.getClass());
        Written written = write(known.type(), published);
        known.requireImpersonal(written.personal);
        return new EventContent(known.type(), known.subjects(written.data, LOG), written.data, written.personal);
    }

    EventContent of(Event event) {
        if (event.type.isBlank()) {
            throw new PublishException("An event needs a type: Event.of(\"OrderPlaced\").");
        }
        Object data = event.data;
        if (data == null) {
            return new EventContent(event.type, event.subjects, mapper.createObjectNode(), List.of());
        }
        Written written = write(event.type, data);
        if (!event.subjects.isEmpty()) {
            return new EventContent(event.type, event.subjects, written.data, written.personal);
        }
        EventTypes.Known known = types.ofData(data.getClass());
        known.requireImpersonal(written.personal);
        return new EventContent(event.type, known.subjects(written.data, LOG), written.data, written.personal);
    }

    private record Written(ObjectNode data, List<PersonalField> personal) {}

    private Written write(String type, Object value) {
        List<PersonalField> personal = new ArrayList<>();
        ObjectNode data = data(type, value);
        if (!(value instanceof JsonNode)) {
            PersonalModule.unmark(data, personal);
        }
        mask.mask(data);
        rules.find(type, data, personal);
        return new Written(data, personal);
    }

    private ObjectNode data(String type, Object value) {
        JsonNode json;
        try {
            json = value instanceof JsonNode node ? node.deepCopy() : writer.valueToTree(value);
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
