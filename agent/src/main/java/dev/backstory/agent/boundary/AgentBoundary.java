package dev.backstory.agent.boundary;

import java.util.List;

/** One boundary: its name, which is also its switch, and the classes that it changes. */
public interface AgentBoundary {

    /** As in {@code backstory.boundary.<name>.enabled} and in {@code via}. */
    String name();

    /** What it changes. */
    List<Change> changes();

    /** What must be in place before the first class is changed. */
    default void prepare() {}
}
