package dev.backstory.agent.boundary;

import dev.backstory.agent.boundary.main.MainBoundary;
import dev.backstory.agent.boundary.queue.QueueBoundary;
import java.util.List;

/** Every boundary that the agent has. */
final class Boundaries {

    private Boundaries() {}

    static List<AgentBoundary> all() {
        return List.of(new QueueBoundary(), new MainBoundary());
    }
}
