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
