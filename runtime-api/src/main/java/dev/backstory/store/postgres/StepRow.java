package dev.backstory.store.postgres;

import dev.backstory.context.Step;
import dev.backstory.context.Via;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that is known of a step at this moment. */
record StepRow(
        String id,
        long sequence,
        String correlationId,
        String kind,
        String name,
        @Nullable String causationId,
        @Nullable String externalCause,
        @Nullable String scheduledBy,
        @Nullable String traceId,
        String startedAt,
        @Nullable Long waited,
        @Nullable Long duration,
        @Nullable String error,
        String attributes,
        boolean escaped) {

    static StepRow of(Step step, long sequence, Map<String, String> attributes) {
        boolean ended = step.hasEnded();
        String name = step.name();
        String error = step.error();
        String external = step.externalCause();
        String scheduledBy = step.scheduledBy();
        boolean escaped = Escapes.needed(name)
                || Escapes.needed(step.kind())
                || (error != null && Escapes.needed(error))
                || (external != null && Escapes.needed(external))
                || (scheduledBy != null && Escapes.needed(scheduledBy))
                || Escapes.needed(attributes);
        return new StepRow(
                step.id(),
                sequence,
                plain(step.correlationId()),
                EventRow.text(step.kind(), escaped),
                EventRow.text(name, escaped),
                uuidOrNull(step.causationId()),
                external == null ? null : EventRow.text(external, escaped),
                scheduledBy == null ? null : EventRow.text(scheduledBy, escaped),
                step.traceId() == null ? null : plain(step.traceId()),
                Instant.ofEpochMilli(step.startedAt()).toString(),
                step.waitedNanos() == Via.NOT_MEASURED ? null : step.waitedNanos(),
                ended ? step.durationNanos() : null,
                error == null ? null : EventRow.text(error, escaped),
                EventRow.json(attributes, escaped),
                escaped);
    }

    private static String plain(String id) {
        return Escapes.needed(id) ? Escapes.escape(id) : id;
    }

    /** A step is never lost over a cause that cannot be one. */
    private static @Nullable String uuidOrNull(@Nullable String id) {
        if (id == null) {
            return null;
        }
        try {
            return UUID.fromString(id).toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The columns for {@code INSERT}, in the order of {@link Inserts}. */
    static List<Column<StepRow>> columns() {
        return List.of(
                Column.text("uuid", StepRow::id),
                Column.number("bigint", StepRow::sequence),
                Column.text("text", StepRow::correlationId),
                Column.text("text", StepRow::kind),
                Column.text("text", StepRow::name),
                Column.text("uuid", StepRow::causationId),
                Column.text("text", StepRow::externalCause),
                Column.text("text", StepRow::scheduledBy),
                Column.text("text", StepRow::traceId),
                Column.text("timestamptz", StepRow::startedAt),
                Column.number("bigint", StepRow::waited),
                Column.number("bigint", StepRow::duration),
                Column.text("text", StepRow::error),
                Column.text("jsonb", StepRow::attributes),
                Column.flag("boolean", StepRow::escaped));
    }
}
