package dev.backstory.viewer.story;

import java.util.List;

/**
 * Did it work? The most important row decides: what failed, else what stopped, else what still runs.
 *
 * @param outcome in a word
 * @param inWords as a sentence
 */
record Verdict(State outcome, String inWords) {

    private static final List<State> BY_IMPORTANCE = List.of(
            State.FAILED,
            State.STOPPED,
            State.RUNNING,
            State.AGAIN,
            State.UNKNOWN,
            State.REPORTED,
            State.RETRIED,
            State.DONE);

    static Verdict on(List<Row> rows) {
        for (State state : BY_IMPORTANCE) {
            // Of two failures the inner one, which the outer one usually repeats, says where it stopped.
            Row telling = null;
            for (Row row : rows) {
                if (row.state() == state && (telling == null || row.depth() > telling.depth())) {
                    telling = row;
                }
            }
            if (telling != null) {
                return new Verdict(state, sentence(state, telling));
            }
        }
        return new Verdict(State.DONE, "Worked");
    }

    private static String sentence(State state, Row row) {
        return switch (state) {
            case FAILED -> "Failed: " + row.sentence() + (row.failure() == null ? "" : " – " + row.failure());
            case STOPPED -> "Stopped: the process ended during " + row.sentence();
            case RUNNING -> "Still running: " + row.sentence();
            case UNKNOWN -> "Unknown: no end of " + row.sentence() + " is recorded";
            case REPORTED -> "Finished, but reported: " + row.sentence();
            case RETRIED -> "Worked, after " + row.sentence() + " was tried again";
            case AGAIN -> "Failed, and is being tried again: " + row.sentence();
            case DONE -> "Worked";
        };
    }
}
