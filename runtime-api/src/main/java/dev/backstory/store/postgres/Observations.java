package dev.backstory.store.postgres;

import dev.backstory.context.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The steps that have to be stored along with events: each once for what is stored together, its parents too. */
final class Observations {

    private final StepRows stepRows;
    private final boolean mayAsk;
    private final Set<Step> observed = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * None yet.
     *
     * @param mayAsk whether keys of personal attributes may be asked for: not while the database is away
     */
    Observations(StepRows stepRows, boolean mayAsk) {
        this.stepRows = stepRows;
        this.mayAsk = mayAsk;
    }

    /** What has to go along with this one, beyond what went along with those before. */
    List<StepRow> of(Waiting waiting) {
        List<StepRow> rows = new ArrayList<>();
        Step first = waiting.step();
        for (Step step = first; step != null; step = step.parent()) {
            // A step that is to be observed for its end is, although it is known already.
            boolean wanted = !step.isRecorded(waiting.sink()) || (step == first && !waiting.isEvent());
            if (!wanted) {
                break;
            }
            if (observed.add(step)) {
                rows.add(stepRows.of(step, mayAsk));
            }
        }
        return rows;
    }

    /** They are stored. */
    static void recorded(Waiting waiting) {
        int sink = waiting.sink();
        for (Step step = waiting.step(); step != null && !step.isRecorded(sink); step = step.parent()) {
            step.recorded(sink);
        }
    }
}
