package dev.backstory.agent.boot;

import dev.backstory.context.CausalContext;
import java.util.Objects;

/** An element that waits in a queue, perhaps several times; none is its context when those times differ in theirs. */
final class Waiting {

    final CausalContext context;
    final long since;
    final int times;

    Waiting(CausalContext context) {
        this(context, System.nanoTime(), 1);
    }

    private Waiting(CausalContext context, long since, int times) {
        this.context = context;
        this.since = since;
        this.times = times;
    }

    Waiting and(CausalContext another) {
        return new Waiting(sameWork(context, another) ? context : CausalContext.NONE, since, times + 1);
    }

    Waiting less() {
        return new Waiting(context, since, times - 1);
    }

    boolean sameWork(Waiting other) {
        return sameWork(context, other.context);
    }

    static boolean sameWork(CausalContext one, CausalContext other) {
        if (one == other) {
            return true;
        }
        return Objects.equals(one.correlationId(), other.correlationId())
                && Objects.equals(one.causationId(), other.causationId())
                && one.metadata().equals(other.metadata());
    }
}
