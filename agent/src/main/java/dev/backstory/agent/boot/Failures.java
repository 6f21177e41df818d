package dev.backstory.agent.boot;

import java.util.concurrent.TimeUnit;

/** How often something has failed, ever and lately: a JVM may run for a year. */
final class Failures {

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private int all;
    private int lately;
    private long since;

    /** One more, at that time in nanoseconds; how many there were within an hour of the first of these. */
    synchronized int add(long now) {
        all++;
        if (lately == 0 || now - since >= HOUR) {
            since = now;
            lately = 0;
        }
        return ++lately;
    }

    synchronized int all() {
        return all;
    }
}
