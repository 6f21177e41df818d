package dev.backstory.agent.boundary;

/** A class that boundaries have looked at twice: with the agent's code, all that decides what becomes of it. */
final class Candidate {

    final String name;
    /** Which boundaries want it, and as what. */
    final String kinds;
    /** Whether it can be given a field. */
    final boolean mayCarry;

    final byte[] classFile;

    Candidate(String name, String kinds, boolean mayCarry, byte[] classFile) {
        this.name = name;
        this.kinds = kinds;
        this.mayCarry = mayCarry;
        this.classFile = classFile;
    }

    @Override
    public String toString() {
        return name + " " + kinds + (mayCarry ? " may carry" : "");
    }
}
