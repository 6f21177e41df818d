package dev.backstory.viewer.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Makes whoever guesses passwords wait: after a few wrong ones, twice as long with each further. Bounded in memory. */
final class LoginLimit {

    private static final int FREE = 5;
    private static final long FIRST_WAIT = Duration.ofSeconds(2).toNanos();
    private static final long LONGEST_WAIT = Duration.ofMinutes(15).toNanos();
    private static final int REMEMBERED = 10_000;

    private record Guesses(int wrong, long until) {}

    private final LongSupplier nanoTime;
    private final Map<String, Guesses> byGuesser = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Guesses> eldest) {
            return size() > REMEMBERED;
        }
    };

    LoginLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long this guesser has to wait before anything is compared; zero: not at all. */
    synchronized Duration wait(String guesser) {
        Guesses guesses = byGuesser.get(guesser);
        long left = guesses == null ? 0 : guesses.until() - nanoTime.getAsLong();
        return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    synchronized void wrong(String guesser) {
        Guesses before = byGuesser.get(guesser);
        int wrong = before == null ? 1 : before.wrong() + 1;
        long wait = wrong < FREE ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(20, wrong - FREE));
        byGuesser.put(guesser, new Guesses(wrong, nanoTime.getAsLong() + wait));
    }

    synchronized void right(String guesser) {
        byGuesser.remove(guesser);
    }
}
