package dev.backstory.store.postgres;

import dev.backstory.PublishException;
import dev.backstory.context.Step;
import dev.backstory.context.Via;
import dev.backstory.store.PendingEvent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An event as the database takes it; made on the publisher's thread, so that the writer only writes. */
record EventRow(
        String id,
        String type,
        String subjects,
        String data,
        String metadata,
        String correlationId,
        @Nullable String causationId,
        @Nullable String stepId,
        @Nullable String viaBoundary,
        @Nullable String viaName,
        @Nullable Long viaWaited,
        String thread,
        @Nullable String traceId,
        @Nullable String spanId,
        String occurredAt,
        boolean escaped) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static EventRow of(PendingEvent event) {
        requireUuid(event.id(), "id", event);
        if (event.causationId() != null) {
            requireUuid(event.causationId(), "causation id", event);
        }
        requirePlain(event.correlationId(), "correlation id", event);
        requirePlain(event.traceId(), "trace id", event);
        requirePlain(event.spanId(), "span id", event);
        Via via = event.via();
        Step step = event.step();
        String viaName = via == null ? null : via.name();
        boolean escaped = Escapes.needed(event.type())
                || event.subjects().stream().anyMatch(Escapes::needed)
                || Escapes.needed(event.data())
                || Escapes.needed(event.metadata())
                || (viaName != null && Escapes.needed(viaName))
                || Escapes.needed(event.thread());
        return new EventRow(
                event.id(),
                text(event.type(), escaped),
                array(event.subjects(), escaped),
                json(event.data(), escaped),
                json(event.metadata(), escaped),
                event.correlationId(),
                event.causationId(),
                step == null ? null : step.id(),
                via == null ? null : via.boundary(),
                viaName == null ? null : text(viaName, escaped),
                via == null || via.waitedNanos() == Via.NOT_MEASURED ? null : via.waitedNanos(),
                text(event.thread(), escaped),
                event.traceId(),
                event.spanId(),
                event.occurredAt().toString(),
                escaped);
    }

    static String text(String text, boolean escaped) {
        return escaped ? Escapes.escape(text) : text;
    }

    /** As PostgreSQL writes an array of texts. */
    private static String array(List<String> texts, boolean escaped) {
        StringBuilder out = new StringBuilder("{");
        for (String each : texts) {
            out.append(out.length() == 1 ? "\"" : ",\"");
            out.append(text(each, escaped).replace("\\", "\\\\").replace("\"", "\\\""));
            out.append('"');
        }
        return out.append('}').toString();
    }

    static String json(JsonNode node, boolean escaped) {
        return JSON.writeValueAsString(escaped ? Escapes.escape(node) : node);
    }

    static String json(Map<String, String> map, boolean escaped) {
        return JSON.writeValueAsString(escaped ? Escapes.escape(map) : map);
    }

    /** About how much memory and wire it takes. */
    int size() {
        return data.length() + metadata.length() + subjects.length() + 300;
    }

    private static void requireUuid(String value, String what, PendingEvent event) {
        try {
            if (UUID.fromString(value).toString().equals(value)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new PublishException("Event " + event.type() + " cannot be stored: its " + what
                + " is not a UUID in lower-case text: " + printable(value));
    }

    private static void requirePlain(@Nullable String value, String what, PendingEvent event) {
        if (value != null && Escapes.needed(value)) {
            throw new PublishException("Event " + event.type() + " " + event.id() + " cannot be stored: its " + what
                    + " contains a character that no text has: " + printable(value));
        }
    }

    private static String printable(String value) {
        String start = value.length() > 100 ? value.substring(0, 100) : value;
        return List.of(start.replaceAll("[^\\x20-\\x7e]", "?")).toString();
    }

    /** The columns for {@code INSERT}, in the order of {@link Inserts}. */
    static List<Column<EventRow>> columns() {
        return List.of(
                Column.text("uuid", EventRow::id),
                Column.text("text", EventRow::type),
                Column.text("text", EventRow::subjects),
                Column.text("jsonb", EventRow::data),
                Column.text("jsonb", EventRow::metadata),
                Column.text("text", EventRow::correlationId),
                Column.text("uuid", EventRow::causationId),
                Column.text("uuid", EventRow::stepId),
                Column.text("text", EventRow::viaBoundary),
                Column.text("text", EventRow::viaName),
                Column.number("bigint", EventRow::viaWaited),
                Column.text("text", EventRow::thread),
                Column.text("text", EventRow::traceId),
                Column.text("text", EventRow::spanId),
                Column.text("timestamptz", EventRow::occurredAt),
                Column.flag("boolean", EventRow::escaped));
    }
}
