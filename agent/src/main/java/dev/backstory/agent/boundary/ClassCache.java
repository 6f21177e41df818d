package dev.backstory.agent.boundary;

import org.jspecify.annotations.Nullable;

/** What became of classes when they were last loaded, so that a start need not work it out again. */
interface ClassCache {

    /** Works everything out. */
    ClassCache NONE = new None();

    /** What became of a class that is the same in all that matters; null when that is not known. */
    @Nullable
    Changed find(Candidate candidate);

    /** Remembers that. */
    void keep(Candidate candidate, Changed changed);

    /** Called when the agent is in place: what can wait may be done from now on. */
    default void startIsOver() {}

    /** Remembers nothing. */
    final class None implements ClassCache {

        private None() {}

        @Override
        public @Nullable Changed find(Candidate candidate) {
            return null;
        }

        @Override
        public void keep(Candidate candidate, Changed changed) {}
    }
}
