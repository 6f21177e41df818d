package dev.backstory.context;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of Unix time in milliseconds, then a counter that starts at
 * a random place in each millisecond, then random bits. Ids made in one process sort in the order in which they were
 * made, also within a millisecond and when the clock is set back; only when it is set back by more than ten minutes do they
 * begin anew from it, because what was then made would be of a time that has not come.
 */
public final class UuidV7 {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COUNTER_BITS = 12;
    private static final int RANDOM_BYTES = 10;

    /** Ten minutes: many more ids than are made in a while, and much less than a month, by which they are stored. */
    private static final long FAR = 600_000L << COUNTER_BITS;

    /** Drawn at once for many ids: each question to the generator costs its lock, and copies. Guarded by itself. */
    private static final byte[] DRAWN = new byte[64 * RANDOM_BYTES];

    private static int used = DRAWN.length;

    /** Milliseconds shifted left by 12, plus the counter that RFC 9562 calls rand_a. */
    private static final AtomicLong LAST = new AtomicLong();

    private UuidV7() {}

    /** A new id. */
    public static UUID next() {
        long random;
        int start;
        synchronized (DRAWN) {
            if (used == DRAWN.length) {
                RANDOM.nextBytes(DRAWN);
                used = 0;
            }
            random = firstEight(DRAWN, used);
            start = (DRAWN[used + 8] & 0x07) << 8 | (DRAWN[used + 9] & 0xff);
            used += RANDOM_BYTES;
        }
        long candidate = System.currentTimeMillis() << COUNTER_BITS | start;
        long stamp;
        long last;
        do {
            last = LAST.get();
            stamp = after(last, candidate);
        } while (!LAST.compareAndSet(last, stamp));
        long high = (stamp >>> COUNTER_BITS) << 16 | 0x7000L | (stamp & 0xfff);
        long low = (random & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /** In order, unless the clock was far ahead when the last one was made. */
    static long after(long last, long candidate) {
        return candidate > last || last - candidate > FAR ? candidate : last + 1;
    }

    private static long firstEight(byte[] bytes, int from) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | (bytes[from + i] & 0xff);
        }
        return value;
    }

    /** A new id as lower-case text. */
    public static String nextText() {
        return next().toString();
    }
}
