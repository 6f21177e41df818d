package dev.backstory.store.postgres;

import dev.backstory.RecordedEvent;
import dev.backstory.store.Instance;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryHead;
import dev.backstory.store.StoryKey;
import dev.backstory.store.StoryPart;
import dev.backstory.store.StoryRecords;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One story, whole or in parts of a bounded number of rows. */
final class StoryParts {

    private static final String OF_STORY = " WHERE correlation_id = ?";
    /** Most steps have one or two. */
    private static final int OBSERVATIONS_OF_STEP = 4;

    private static final String STEPS = "SELECT " + Rows.STEP + " FROM backstory.step_observation" + OF_STORY;

    private final ReadSession session;
    private final String correlationId;
    private final List<RecordedEvent> events = new ArrayList<>();
    private final StepFold steps = new StepFold();

    StoryParts(ReadSession session, String correlationId) {
        this.session = session;
        this.correlationId = correlationId;
    }

    StoryRecords whole() throws SQLException {
        session.query(
                "SELECT " + Rows.EVENT + " FROM backstory.event" + OF_STORY + " ORDER BY position",
                row -> events.add(Rows.event(row)),
                correlationId);
        session.query(STEPS + StepFold.ORDER, row -> steps.add(Rows.step(row)), correlationId);
        return records(StoryRecords.MOST_BATCHES);
    }

    StoryPart part(StoryPart.Place from, int limit) throws SQLException {
        if (from.stepId() == null) {
            session.query(
                    "SELECT " + Rows.EVENT + " FROM backstory.event" + OF_STORY
                            + " AND position > ? ORDER BY position LIMIT ?",
                    row -> events.add(Rows.event(row)),
                    correlationId,
                    from.position(),
                    limit + 1);
        }
        boolean further = events.size() > limit;
        if (further) {
            events.remove(limit);
        } else if (from.equals(StoryPart.Place.START) && addAllSteps(limit)) {
            return new StoryPart(records(StoryRecords.MOST_BATCHES), null);
        }
        if (events.isEmpty()) {
            return partOfSteps(from.stepId(), limit);
        }
        addSteps();
        return new StoryPart(
                records(from.equals(StoryPart.Place.START) ? StoryRecords.MOST_BATCHES : 0),
                new StoryPart.Place(events.get(events.size() - 1).position(), null));
    }

    /** The steps of the whole story, or none and false if these are more than so many. */
    private boolean addAllSteps(int limit) throws SQLException {
        List<RecordedStep> observations = new ArrayList<>();
        int most = limit * OBSERVATIONS_OF_STEP;
        session.query(
                STEPS + StepFold.ORDER + " LIMIT ?", row -> observations.add(Rows.step(row)), correlationId, most + 1);
        Set<String> ids = new LinkedHashSet<>();
        observations.forEach(each -> ids.add(each.id()));
        if (observations.size() > most || ids.size() > limit) {
            return false;
        }
        observations.forEach(steps::add);
        return true;
    }

    private StoryPart partOfSteps(@Nullable String after, int limit) throws SQLException {
        List<String> ids = new ArrayList<>();
        Condition where = new Condition().and("correlation_id = ?", correlationId);
        if (after != null && Ids.isUuid(after)) {
            where.and("step_id > ?::uuid", after);
        }
        session.query(
                "SELECT DISTINCT step_id FROM backstory.step_observation WHERE " + where.sql()
                        + " ORDER BY step_id LIMIT ?",
                row -> ids.add(row.getString(1)),
                where.parameters(limit + 1));
        boolean more = ids.size() > limit;
        addSteps(more ? ids.subList(0, limit) : ids);
        return new StoryPart(records(0), more ? new StoryPart.Place(Long.MAX_VALUE, ids.get(limit - 1)) : null);
    }

    /** The steps of the events, then the steps above these, as often as there is one that was not looked for yet. */
    private void addSteps() throws SQLException {
        Set<String> seen = new LinkedHashSet<>();
        List<String> wanted = new ArrayList<>();
        events.forEach(each -> want(each.stepId(), seen, wanted));
        while (!wanted.isEmpty()) {
            addSteps(wanted);
            wanted.clear();
            for (RecordedStep each : steps.inOrder()) {
                want(each.causationId(), seen, wanted);
            }
        }
    }

    private static void want(@Nullable String id, Set<String> seen, List<String> wanted) {
        if (id != null && seen.add(id)) {
            wanted.add(id);
        }
    }

    private void addSteps(List<String> ids) throws SQLException {
        session.query(
                STEPS + " AND step_id = ANY (?::uuid[])" + StepFold.ORDER,
                row -> steps.add(Rows.step(row)),
                correlationId,
                ids.toArray(new String[0]));
    }

    /** Which batches took its work is asked along with the processes, of which there is always one: no query more for it. */
    private StoryRecords records(int mostBatches) throws SQLException {
        Set<String> ids = new LinkedHashSet<>();
        events.forEach(each -> ids.add(each.instanceId()));
        List<RecordedStep> inOrder = steps.inOrder();
        inOrder.forEach(each -> ids.add(each.instanceId()));
        SummaryKey joined = Objects.requireNonNull(SummaryKey.of(new StoryKey(StoryKey.Kind.JOINED, correlationId)));
        Map<String, Instance> instances = new LinkedHashMap<>();
        List<String> batches = new ArrayList<>();
        session.query(
                "SELECT " + Rows.INSTANCE
                        + ", ARRAY(SELECT correlation_id FROM backstory.story_key WHERE kind = ? AND value = ?"
                        + " ORDER BY first_at DESC, correlation_id DESC LIMIT ?) AS batches"
                        + " FROM backstory.instance WHERE instance_id = ANY (?::uuid[])",
                row -> {
                    if (instances.isEmpty()) {
                        batches.addAll(
                                List.of((String[]) row.getArray("batches").getArray()));
                    }
                    instances.put(Rows.text(row, "instance_id"), Rows.instance(row));
                },
                joined.kind(),
                joined.value(),
                mostBatches,
                ids.toArray(new String[0]));
        return new StoryRecords(correlationId, events, inOrder, instances, heads(batches));
    }

    private List<StoryHead> heads(List<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Summary> newestFirst =
                new ArrayList<>(SummaryRows.read(session, ids).values());
        newestFirst.sort(Comparator.comparingInt(each -> ids.indexOf(each.correlationId)));
        return StorySearch.heads(session, newestFirst);
    }
}
