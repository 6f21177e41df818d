package dev.backstory.agent.boundary;

import java.util.List;

/** Every boundary that the agent has. */
final class Boundaries {

    private Boundaries() {}

    static List<AgentBoundary> all() {
        return List.of();
    }
}
