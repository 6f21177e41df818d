package dev.backstory.viewer.story;

import dev.backstory.RecordedEvent;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A story as JSON, for programs. {@code version} changes only when a field goes or changes its meaning. */
public final class StoryJson {

    private static final int VERSION = 1;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private StoryJson() {}

    /** The story as a JSON object; durations are milliseconds, times ISO 8601 in UTC. */
    public static String of(Story story) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", VERSION);
        json.put("correlationId", story.correlationId());
        json.put("asked", story.asked());
        json.put("outcome", story.outcome().key());
        json.put("outcomeInWords", story.outcomeInWords());
        json.put("startedAt", story.startedAt().toString());
        json.put("elapsedMillis", story.elapsed().toMillis());
        strings(json.putArray("subjects"), story.subjects());
        strings(json.putArray("services"), story.services());
        ObjectNode facts = json.putObject("facts");
        story.facts().forEach(facts::put);
        ObjectNode owners = json.putObject("owners");
        story.owners().forEach(owners::put);
        ArrayNode missing = json.putArray("missing");
        story.missing().forEach(each -> missing.addObject()
                .put("type", each.type())
                .put("with", each.with())
                .put("of", each.of()));
        rows(json.putArray("rows"), story.rows());
        rows(json.putArray("strays"), story.strays());
        ArrayNode batches = json.putArray("batches");
        for (StoryHead each : story.batches()) {
            ObjectNode batch = batches.addObject();
            batch.put("correlationId", each.correlationId());
            batch.put("asked", Words.ofHead(each));
            batch.put("startedAt", each.firstAt().toString());
            batch.put("failed", each.failed());
            ObjectNode types = batch.putObject("types");
            each.types().forEach(types::put);
        }
        return MAPPER.writeValueAsString(json);
    }

    private static void rows(ArrayNode array, List<Row> rows) {
        for (Row row : rows) {
            ObjectNode json = array.addObject();
            json.put("id", row.entry().id());
            json.put("depth", row.depth());
            json.put("sentence", row.sentence());
            strings(json.putArray("subjects"), row.subjects());
            json.put("causationId", row.causeId());
            json.put("at", row.entry().at().toString());
            json.put("offsetMillis", row.offset().toMillis());
            millis(json, "waitedMillis", row.waited());
            millis(json, "ranMillis", row.ran());
            json.put("carriedBy", row.carriedBy());
            json.put("service", row.service());
            json.put("state", row.state().key());
            RecordedStep step = row.entry().step();
            json.put("failure", step == null ? null : step.error());
            strings(json.putArray("notes"), row.notes());
            RecordedEvent event = row.entry().event();
            if (event != null) {
                ObjectNode details = json.putObject("event");
                details.put("type", event.type());
                details.put("position", event.position());
                details.put("stepId", event.stepId());
                details.put("recordedAt", event.recordedAt().toString());
                details.put("traceId", event.traceId());
                details.set("data", event.data());
                ObjectNode metadata = details.putObject("metadata");
                event.metadata().forEach(metadata::put);
            }
            if (step != null) {
                ObjectNode details = json.putObject("step");
                details.put("kind", step.kind());
                details.put("name", step.name());
                ObjectNode attributes = details.putObject("attributes");
                step.attributes().forEach(attributes::put);
            }
        }
    }

    private static void millis(ObjectNode json, String name, @Nullable Duration duration) {
        if (duration != null) {
            json.put(name, duration.toMillis());
        }
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
