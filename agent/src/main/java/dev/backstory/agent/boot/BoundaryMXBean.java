package dev.backstory.agent.boot;

/** A boundary as operators see it: {@code dev.backstory:type=Boundary,name=executor}. Safe to be asked on any thread. */
public interface BoundaryMXBean {

    /** Whether it carries; false when it was switched off, also by itself after too many errors. */
    boolean isOn();

    /** How often a context was handed over, since the start; counted with {@code backstory.diagnostics=true} only, else 0. */
    long getHops();

    /** How many errors of its own it has suppressed. */
    int getSuppressedErrors();

    /** The classes that it has changed. */
    String[] getChanged();

    /** What it has left as it is, each with the reason. */
    String[] getSkipped();
}
