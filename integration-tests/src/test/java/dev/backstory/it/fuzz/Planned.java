package dev.backstory.it.fuzz;

/** The failure of work that shall fail. */
final class Planned extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Planned() {
        super("as planned", null, false, false);
    }

    /** Work whose failure nobody is to see. */
    static Runnable unseen(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Planned expected) {
                // It has reached the end of what it was to leave.
            }
        };
    }
}
