package dev.backstory.it.harness;

import static org.awaitility.Awaitility.await;

import dev.backstory.RecordedEvent;
import dev.backstory.store.RecordedStep;
import dev.backstory.store.StoryReader;
import dev.backstory.store.StoryRecords;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.awaitility.core.ConditionFactory;
import org.awaitility.pollinterval.FibonacciPollInterval;
import org.jspecify.annotations.Nullable;

/** What a case has led to, as the database has it. */
public final class Outcome {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DataSource database;
    private final StoryReader reader;
    private final String marker;
    private final String returned;
    /** What was read once does not change. */
    private final Map<String, RecordedEvent> read = new HashMap<>();

    Outcome(DataSource database, StoryReader reader, String marker, String returned) {
        this.database = database;
        this.reader = reader;
        this.marker = marker;
        this.returned = returned;
    }

    /** What the case's method returned, as text. */
    public String returned() {
        return returned;
    }

    /** All events of the case that are stored by now, in the order of their positions. */
    public List<RecordedEvent> events() {
        List<RecordedEvent> events = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT event_id FROM backstory.event WHERE metadata ->> ? = ? ORDER BY position")) {
            query.setString(1, Case.MARKER);
            query.setString(2, marker);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    events.add(read.computeIfAbsent(rows.getString(1), id -> Objects.requireNonNull(reader.event(id))));
                }
            }
            return events;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The case's events, once there are so many: for work that outlives the case's method. */
    public List<RecordedEvent> events(int atLeast) {
        return soon(atLeast + " events").until(this::events, events -> events.size() >= atLeast);
    }

    /** The case's one event of that label (its type), once it is there. */
    public RecordedEvent event(String label) {
        List<RecordedEvent> found = soon("event " + label)
                .until(
                        () -> events().stream()
                                .filter(event -> event.type().equals(label))
                                .toList(),
                        events -> !events.isEmpty());
        if (found.size() > 1) {
            throw new AssertionError("several events " + label + ": " + found);
        }
        return found.get(0);
    }

    /** The story (correlation id) of the case's event of that label. */
    public String story(String label) {
        return event(label).correlationId();
    }

    /** Everything stored of the story that the event of that label belongs to. */
    public StoryRecords records(String label) {
        return reader.story(story(label));
    }

    /** The step in which the event of that label was published, once it has ended. */
    public RecordedStep endedStep(String label) {
        return endedStep(event(label));
    }

    /** The step in which that event was published, once it has ended. */
    public RecordedStep endedStep(RecordedEvent event) {
        return endedStep(event.stepId(), event.correlationId());
    }

    /** The step of that id in that story, once it has ended. */
    public RecordedStep endedStep(@Nullable String id, String story) {
        return soon("the end of the step " + id + " of " + story)
                .until(
                        () -> reader.story(story).steps().stream()
                                .filter(step -> step.id().equals(id) && step.duration() != null)
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);
    }

    /** The first step that failed in the story of the event of that label, once there is one. */
    public RecordedStep failedStep(String label) {
        return failedStepOf(story(label));
    }

    /** The first step that failed in that story, once there is one. */
    public RecordedStep failedStepOf(String story) {
        return soon("a failed step in " + story)
                .until(
                        () -> reader.story(story).steps().stream()
                                .filter(step -> step.error() != null)
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);
    }

    /**
     * Why scheduled runs failed that began from the step of one event until that of another, once both have ended. In whichever
     * story: a run need not know where it was scheduled.
     */
    public List<String> failuresOfScheduledRuns(String from, String until) {
        RecordedStep first = endedStep(from);
        RecordedStep last = endedStep(until);
        List<String> failures = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT DISTINCT error, step_id FROM backstory.step_observation WHERE kind = 'scheduled'"
                                + " AND error IS NOT NULL AND instance_id = ?::uuid AND started_at BETWEEN ? AND ?")) {
            query.setString(1, first.instanceId());
            query.setObject(2, first.startedAt().atOffset(ZoneOffset.UTC));
            query.setObject(3, last.startedAt().atOffset(ZoneOffset.UTC));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    failures.add(rows.getString(1));
                }
            }
            return failures;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConditionFactory soon(String what) {
        return await(what)
                .with()
                .pollDelay(Duration.ZERO)
                .pollInterval(FibonacciPollInterval.fibonacci())
                .atMost(PATIENCE);
    }
}
