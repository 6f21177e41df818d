package dev.backstory.personal;

import dev.backstory.RecordedEvent;
import dev.backstory.store.RecordedStep;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Events and steps as a reader with these keys may see them. */
final class Revealed {

    static final String ENCRYPTED = "encrypted";
    static final String UNREADABLE = "unreadable: not what was stored here";

    private final Map<String, SubjectKey> keys;
    private final String id;

    private Revealed(Map<String, SubjectKey> keys, String id) {
        this.keys = keys;
        this.id = id;
    }

    static List<RecordedEvent> of(List<RecordedEvent> events, KeyStore store) {
        Set<String> ids = new HashSet<>();
        for (RecordedEvent each : events) {
            find(each.data(), ids);
            each.metadata().values().forEach(value -> find(value, ids));
        }
        if (ids.isEmpty()) {
            return events;
        }
        Map<String, SubjectKey> keys = new LinkedHashMap<>(store.byId(ids));
        List<RecordedEvent> revealed = new ArrayList<>(events.size());
        for (RecordedEvent each : events) {
            revealed.add(new Revealed(keys, each.id()).event(each, store));
        }
        return revealed;
    }

    static List<RecordedStep> ofSteps(List<RecordedStep> steps, KeyStore store) {
        Set<String> ids = new HashSet<>();
        steps.forEach(each -> each.attributes().values().forEach(value -> find(value, ids)));
        if (ids.isEmpty()) {
            return steps;
        }
        Map<String, SubjectKey> keys = store.byId(ids);
        List<RecordedStep> revealed = new ArrayList<>(steps.size());
        for (RecordedStep each : steps) {
            revealed.add(each.with(
                    each.error(), new Revealed(keys, each.id()).entries(each.attributes(), PersonalText.STEP)));
        }
        return revealed;
    }

    private static void find(JsonNode node, Set<String> ids) {
        if (node.isString()) {
            find(node.stringValue(), ids);
        }
        for (JsonNode each : node) {
            find(each, ids);
        }
    }

    private static void find(String text, Set<String> ids) {
        if (PersonalText.is(text)) {
            ids.add(PersonalText.keyId(text));
        }
    }

    private RecordedEvent event(RecordedEvent event, KeyStore store) {
        return event.with(
                event.subjects(),
                node(event.data(), JsonPointer.empty(), store),
                entries(event.metadata(), PersonalText.METADATA));
    }

    private Map<String, String> entries(Map<String, String> stored, String place) {
        Map<String, String> entries = new LinkedHashMap<>();
        stored.forEach((key, value) -> entries.put(
                key, PersonalText.is(value) ? value(value, place + key).asString() : value));
        return entries;
    }

    private JsonNode node(JsonNode node, JsonPointer at, KeyStore store) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            for (Map.Entry<String, JsonNode> each : object.properties()) {
                copy.set(each.getKey(), node(each.getValue(), at.appendProperty(each.getKey()), store));
            }
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                copy.add(node(array.get(i), at.appendIndex(i), store));
            }
            return copy;
        }
        if (!node.isString() || !PersonalText.is(node.stringValue())) {
            return node;
        }
        JsonNode value = value(node.stringValue(), at.toString());
        // Inside may be data of another person.
        Set<String> inside = new HashSet<>();
        find(value, inside);
        inside.removeAll(keys.keySet());
        if (!inside.isEmpty()) {
            keys.putAll(store.byId(inside));
        }
        return value.isContainer() ? node(value, at, store) : value;
    }

    private JsonNode value(String text, String field) {
        SubjectKey key = keys.get(PersonalText.keyId(text));
        if (key == null) {
            return StringNode.valueOf(ENCRYPTED);
        }
        if (key.erasedAt() != null) {
            return StringNode.valueOf("erased on request, "
                    + key.erasedAt().atOffset(ZoneOffset.UTC).toLocalDate());
        }
        byte[] secret = key.secret();
        if (secret == null) {
            return StringNode.valueOf(ENCRYPTED);
        }
        JsonNode value = PersonalText.decrypt(secret, id, field, text);
        return value == null ? StringNode.valueOf(UNREADABLE) : value;
    }
}
