package dev.backstory.agent.boundary.disruptor;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.backstory.agent.boot.Rings;
import dev.backstory.agent.boundary.AgentBoundary;
import dev.backstory.agent.boundary.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * LMAX's Disruptor: an element belongs to who published it, for each of its handlers. It is one object that is used again and again, so
 * its slot carries, and not the element.
 */
public final class DisruptorBoundary implements AgentBoundary {

    static final String PACKAGE = "com.lmax.disruptor.";
    private static final String SEQUENCER = PACKAGE + "AbstractSequencer";
    private static final String ONE_PRODUCER = PACKAGE + "SingleProducerSequencer";
    private static final String PRODUCERS = PACKAGE + "MultiProducerSequencer";
    private static final String RING = PACKAGE + "RingBuffer";
    private static final Set<String> CLASSES = Set.of(SEQUENCER, ONE_PRODUCER, PRODUCERS, RING);

    @Override
    public String name() {
        return "disruptor";
    }

    @Override
    public boolean looksAt(String className, @Nullable ClassLoader loader) {
        return loader != null
                && className.startsWith(PACKAGE)
                && (CLASSES.contains(className) || RingReaders.have(className));
    }

    @Override
    public List<Change> changes() {
        List<Change> changes = new ArrayList<>(RingReaders.changes());
        changes.add(Change.toCarryingLibraryClass(SEQUENCER)
                .advise(isConstructor().and(takesArgument(0, int.class)), MakeSlots.class));
        for (String sequencer : List.of(ONE_PRODUCER, PRODUCERS)) {
            changes.add(Change.toLibraryClass(sequencer)
                    .advise(named("publish").and(takesArguments(long.class)), NoteElement.class)
                    .advise(named("publish").and(takesArguments(long.class, long.class)), NoteElements.class));
        }
        changes.add(Change.toCarryingLibraryClass(RING)
                .advise(isConstructor().and(takesArgument(1, named(PACKAGE + "Sequencer"))), TakeSlots.class));
        return changes;
    }

    static final class MakeSlots {
        private MakeSlots() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object sequencer, @Advice.Argument(0) int slots) {
            Rings.made(sequencer, slots);
        }
    }

    static final class TakeSlots {
        private TakeSlots() {}

        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object ring, @Advice.Argument(1) Object sequencer) {
            Rings.made(ring, sequencer);
        }
    }

    static final class NoteElement {
        private NoteElement() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object sequencer, @Advice.Argument(0) long sequence) {
            Rings.publishing(sequencer, sequence, sequence);
        }
    }

    static final class NoteElements {
        private NoteElements() {}

        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object sequencer, @Advice.Argument(0) long first, @Advice.Argument(1) long last) {
            Rings.publishing(sequencer, first, last);
        }
    }
}
