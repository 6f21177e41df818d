package dev.backstory.agent.boundary;

import dev.backstory.agent.boot.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A boundary that is switched on. */
final class Installed {

    final Place place;
    final AgentBoundary boundary;
    private @Nullable List<Change> changes;

    Installed(Place place, AgentBoundary boundary) {
        this.place = place;
        this.boundary = boundary;
    }

    synchronized List<Change> changes() {
        List<Change> known = changes;
        if (known == null) {
            known = boundary.changes();
            changes = known;
        }
        return known;
    }
}
