package dev.backstory.context;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place where work leaves a thread: an executor, a queue, a timer. One instance per place, held in a constant.
 *
 * <pre>{@code
 * private static final Boundary MAIL = Boundary.named("executor", "mail");
 * CausalContext handedOver = MAIL.capture();        // where work is handed over
 * try (Scope scope = handedOver.activate()) { … }   // where it runs
 * }</pre>
 */
public final class Boundary {

    private final String boundary;
    private final @Nullable String name;
    private final Via unmeasured;

    private Boundary(String boundary, @Nullable String name) {
        this.boundary = boundary;
        this.name = name;
        this.unmeasured = new Via(boundary, name, Via.NOT_MEASURED);
    }

    /** The boundary of that name: {@code executor}, {@code queue}, … */
    public static Boundary named(String boundary) {
        return new Boundary(Objects.requireNonNull(boundary, "boundary"), null);
    }

    /** One executor or queue of its own name at that boundary. */
    public static Boundary named(String boundary, String name) {
        return new Boundary(Objects.requireNonNull(boundary, "boundary"), Objects.requireNonNull(name, "name"));
    }

    /** {@link CausalContext#capture()}, remembering that the work came over this boundary. */
    public CausalContext capture() {
        return CausalContext.capture().over(unmeasured);
    }

    /** {@link CausalContext#recapture()}, remembering that the work came over this boundary. */
    public CausalContext recapture() {
        return CausalContext.recapture().over(unmeasured);
    }

    /**
     * The work that was handed over with the context is in the calling thread's hands from now on, until the next call.
     * For worker loops, which have no end of work that one could see. Does nothing while the thread is inside work that
     * was itself handed over, or inside a step: there the loop is only borrowing.
     *
     * @param captured what {@link #capture()} returned where the work was handed over; {@link CausalContext#NONE} when
     *     there is none, or when the loop's wait ended without work
     * @param waitedNanos how long it waited in between, or {@link Via#NOT_MEASURED}
     */
    public void receive(CausalContext captured, long waitedNanos) {
        ThreadState.current()
                .receive(
                        waitedNanos == Via.NOT_MEASURED
                                ? captured
                                : captured.over(new Via(boundary, name, waitedNanos)));
    }

    /**
     * Whether what is taken out of a queue here is only borrowed, and {@link #receive} does nothing: the thread is inside
     * work that was handed over, or inside a step.
     */
    public boolean onlyBorrows() {
        return ThreadState.current().hasWorkInHand();
    }

    /**
     * The task that the calling thread is inside of has taken others' work, or borrowed from them: until its scope is closed it
     * belongs to no story. If the step that handed it over has ended it is a worker loop, and {@link #receive} puts each
     * element in its hands. Does nothing inside a step, which nobody handed over to this thread, nor inside the handling of an
     * event, whose consequence the application says it is.
     */
    public void letGo() {
        ThreadState.current().letGo();
    }
}
