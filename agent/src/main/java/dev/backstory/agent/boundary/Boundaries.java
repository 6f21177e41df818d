package dev.backstory.agent.boundary;

import dev.backstory.agent.boundary.main.MainBoundary;
import dev.backstory.agent.boundary.queue.QueueBoundary;
import dev.backstory.agent.boundary.servlet.ServletBoundary;
import java.util.List;

/** Every boundary that the agent has. */
final class Boundaries {

    private Boundaries() {}

    static List<AgentBoundary> all() {
        return List.of(new ServletBoundary(), new QueueBoundary(), new MainBoundary());
    }
}
