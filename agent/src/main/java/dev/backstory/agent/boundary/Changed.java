package dev.backstory.agent.boundary;

/** What became of a class. */
final class Changed {

    /** It stays as it is. */
    static final Changed NOTHING = new Changed("", new byte[0], true);

    /** It stays as it is this time. */
    static final Changed NOT_NOW = new Changed("", new byte[0], false);

    /** The boundaries that changed it, separated by commas; empty when it stays as it is. */
    final String by;

    final byte[] classFile;

    /** Whether the next start may do the same unasked. What people are told must be found out again to be told again. */
    final boolean mayBeKept;

    Changed(String by, byte[] classFile, boolean mayBeKept) {
        this.by = by;
        this.classFile = classFile;
        this.mayBeKept = mayBeKept;
    }

    boolean isNothing() {
        return classFile.length == 0;
    }
}
