package dev.backstory;

import dev.backstory.personal.KeyStore;
import dev.backstory.personal.PersonalText;
import dev.backstory.store.PendingEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Encrypts the personal values of an event on the publisher's thread, before any batch, journal or transaction has it. */
final class PersonalData {

    /** A value and whose it is; found for all before the first is encrypted, since one may name another. */
    private record Owned(JsonPointer at, String subject) {}

    private final PersonalRules rules;
    private final @Nullable KeyStore keys;
    private final Duration wait;

    /** @param wait for how long the keys of an event are waited for */
    PersonalData(PersonalRules rules, @Nullable KeyStore keys, Duration wait) {
        this.rules = rules;
        this.keys = keys;
        this.wait = wait;
    }

    /** The event with its personal values encrypted; its data is changed in place. */
    PendingEvent protect(PendingEvent event, List<PersonalField> fields) {
        Map<String, SubjectTemplate> entries = new LinkedHashMap<>();
        rules.find(PersonalRules.METADATA, event.metadata(), entries);
        if (fields.isEmpty() && entries.isEmpty()) {
            return event;
        }
        KeyStore available = required(event, fields, entries);
        ObjectNode data = (ObjectNode) event.data();
        List<Owned> values = new ArrayList<>();
        for (PersonalField each : fields) {
            JsonNode value = data.at(each.at());
            if (!value.isMissingNode() && !value.isNull()) {
                values.add(new Owned(
                        each.at(), owner(each.subject(), data.at(each.at().head()), event)));
            }
        }
        Map<String, String> metadata = protect(event, entries, available);
        // The innermost first: what is around it is encrypted with it in it.
        values.sort(Comparator.comparingInt((Owned each) -> each.at().toString().length())
                .reversed());
        for (Owned each : values) {
            String text = PersonalText.encrypt(
                    available.of(each.subject()), event.id(), each.at().toString(), data.at(each.at()));
            set(data, each.at(), StringNode.valueOf(text));
        }
        return event.with(data, metadata);
    }

    private static Map<String, String> protect(
            PendingEvent event, Map<String, SubjectTemplate> entries, KeyStore keys) {
        Map<String, String> metadata = new LinkedHashMap<>(event.metadata());
        ObjectNode beside = JsonNodeFactory.instance.objectNode();
        metadata.forEach(beside::put);
        entries.forEach((key, template) -> {
            String subject = owner(template, beside, event);
            JsonNode value = beside.path(key);
            metadata.put(key, PersonalText.encrypt(keys.of(subject), event.id(), PersonalText.METADATA + key, value));
        });
        return metadata;
    }

    private KeyStore required(PendingEvent event, List<PersonalField> fields, Map<String, SubjectTemplate> entries) {
        if (keys != null) {
            return keys.within(wait);
        }
        List<String> names = new ArrayList<>(entries.keySet());
        fields.forEach(each -> names.add(each.at().toString()));
        throw new PublishException("Event " + event.type() + " has personal data (" + String.join(", ", names)
                + ") and this process has no key to encrypt it with, so it is not stored. Set"
                + " backstory.master-key.file to a file with 32 random bytes in Base64 (openssl rand -base64"
                + " 32), the same for every process that publishes to this store; or give"
                + " EventPublisher.builder().keyStore(…).");
    }

    private static String owner(SubjectTemplate template, JsonNode beside, PendingEvent event) {
        String subject = template.fill(beside);
        if (subject == null) {
            subject = template.fill(event.data());
        }
        if (subject != null) {
            return subject;
        }
        return event.subjects().isEmpty()
                ? "event/" + event.id()
                : event.subjects().get(0);
    }

    private static void set(ObjectNode data, JsonPointer at, JsonNode value) {
        JsonNode around = data.at(at.head());
        JsonPointer last = at.last();
        if (around instanceof ArrayNode array) {
            array.set(last.getMatchingIndex(), value);
        } else if (around instanceof ObjectNode object) {
            object.set(last.getMatchingProperty(), value);
        }
    }
}
