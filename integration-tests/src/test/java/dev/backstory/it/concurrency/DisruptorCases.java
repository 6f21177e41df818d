package dev.backstory.it.concurrency;

import com.lmax.disruptor.AggregateEventHandler;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.EventTranslator;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import dev.backstory.context.CausalContext;
import dev.backstory.context.Scope;
import dev.backstory.it.harness.Proves;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** LMAX's Disruptor: an element says the story that it was published in, which is the one that its handlers must be in. */
final class DisruptorCases {

    static final int SIZE = 8;
    static final int ROUNDS = 100;

    private DisruptorCases() {}

    @Proves("disruptor.elements")
    static String elements() throws Exception {
        Hops hops = new Hops();
        for (ProducerType producers : ProducerType.values()) {
            Disruptor<Element> disruptor = disruptor(producers);
            CountDownLatch full = new CountDownLatch(1);
            disruptor.handleEventsWith((element, sequence, last) -> {
                Hops.await(full);
                element.arrive(hops);
            });
            Hops.inStory(() -> {
                disruptor.start();
                disruptor.publishEvent(Element::publish);
            });
            // They wait for the handler in one batch.
            for (int i = 0; i < SIZE - 1; i++) {
                Hops.inStory(() -> disruptor.publishEvent(Element::publish));
            }
            full.countDown();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < (producers == ProducerType.MULTI ? 4 : 1); i++) {
                Thread thread = new Thread(() -> publishRounds(disruptor));
                thread.start();
                threads.add(thread);
            }
            for (Thread each : threads) {
                each.join();
            }
            arrived(hops, producers.name(), SIZE + 3 * ROUNDS * threads.size());
            disruptor.shutdown();
        }
        return hops.verdict();
    }

    static void publishRounds(Disruptor<Element> disruptor) {
        for (int i = 0; i < ROUNDS; i++) {
            try {
                Hops.inStory(() -> {
                    disruptor.publishEvent(Element::publish);
                    disruptor.publishEvent(Element::publish);
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            disruptor.publishEvent(Element::publish);
        }
    }

    @Proves("disruptor.ranges")
    static String ranges() throws Exception {
        Hops hops = new Hops();
        for (ProducerType producers : ProducerType.values()) {
            Disruptor<Element> disruptor = disruptor(producers);
            disruptor.handleEventsWith((element, sequence, last) -> element.arrive(hops));
            RingBuffer<Element> ring = disruptor.start();
            for (int i = 0; i < SIZE; i++) {
                long last = claimedInAStory(ring, 3);
                Hops.inStory(() -> {
                    for (long sequence = last - 2; sequence <= last; sequence++) {
                        ring.get(sequence).publish(sequence);
                    }
                    ring.publish(last - 2, last);
                });
                long one = claimedInAStory(ring, 1);
                ring.get(one).publish(one);
                ring.publish(one);
                Hops.inStory(() -> ring.publishEvents(translators(3)));
                ring.publishEvents(translators(2));
            }
            arrived(hops, producers.name(), SIZE * 9);
            disruptor.shutdown();
        }
        return hops.verdict();
    }

    private static long claimedInAStory(RingBuffer<Element> ring, int count) throws Exception {
        AtomicLong last = new AtomicLong();
        Hops.inStory(() -> last.set(ring.next(count)));
        return last.get();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static EventTranslator<Element>[] translators(int count) {
        return Collections.nCopies(count, (EventTranslator<Element>) Element::publish)
                .toArray(new EventTranslator[0]);
    }

    @Proves("disruptor.handlers")
    static String handlers() throws Exception {
        Hops hops = new Hops();
        Disruptor<Element> disruptor = disruptor(ProducerType.MULTI);
        EventHandler<Element> each = (element, sequence, last) -> element.arrive(hops);
        EventHandler<Element> other = (element, sequence, last) -> element.arrive(hops);
        EventHandler<Element> joined = new AggregateEventHandler<>(each, other);
        disruptor.handleEventsWith(each, other).then(joined);
        disruptor.start();
        publishRounds(disruptor);
        arrived(hops, "several handlers", 3 * ROUNDS * 4);
        disruptor.shutdown();
        return hops.verdict();
    }

    @Proves("disruptor.batch-end")
    static String batch_end() throws Exception {
        Hops hops = new Hops();
        Disruptor<Element> disruptor = disruptor(ProducerType.MULTI);
        disruptor.handleEventsWith((element, sequence, last) -> {
            if (last) {
                element.arrive(hops);
            }
        });
        for (int i = 0; i < 3; i++) {
            Hops.inStory(() -> disruptor.publishEvent(Element::publish));
        }
        disruptor.start();
        arrived(hops, "what is written for the whole batch", 1);
        disruptor.shutdown();
        return hops.verdict();
    }

    @Proves("disruptor.failing")
    static String failing() throws Exception {
        Hops hops = new Hops();
        Disruptor<Element> disruptor = disruptor(ProducerType.MULTI);
        disruptor.setDefaultExceptionHandler(new Told(hops));
        disruptor.handleEventsWith((element, sequence, last) -> {
            element.arrive(hops);
            if (sequence % 2 == 0) {
                throw new IllegalStateException("refused");
            }
        });
        disruptor.start();
        publishRounds(disruptor);
        arrived(hops, "handlers and who is told of failures", 3 * ROUNDS * 3 / 2);
        disruptor.shutdown();
        return hops.verdict();
    }

    @Proves("disruptor.polled")
    static String polled() throws Exception {
        Hops hops = new Hops();
        RingBuffer<Element> ring = RingBuffer.createMultiProducer(Element::new, SIZE);
        EventPoller<Element> poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
        for (int i = 0; i < SIZE; i++) {
            Hops.inStory(() -> ring.publishEvent(Element::publish));
            ring.publishEvent(Element::publish);
            Hops.inStory(() -> ring.publishEvent(Element::publish));
            Hops.inStory(() -> {
                String own = Hops.here();
                poller.poll((element, sequence, last) -> {
                    element.arrive(hops);
                    return !last;
                });
                hops.expect("the poller goes on", own, Hops.here());
            });
            Hops.inStory(() -> ring.publishEvent(Element::publish));
            try {
                poller.poll((element, sequence, last) -> {
                    element.arrive(hops);
                    throw new IllegalStateException("refused");
                });
            } catch (IllegalStateException asPlanned) {
                hops.expect("after an exception", "null", Hops.here());
            }
            poller.poll((element, sequence, last) -> true);
        }
        arrived(hops, "polled", SIZE * 4);
        return hops.verdict();
    }

    @Proves("disruptor.releases")
    static String releases() throws Exception {
        ReleaseCases.Kept kept = new ReleaseCases.Kept();
        Hops hops = new Hops();
        Disruptor<Element> disruptor = disruptor(ProducerType.MULTI);
        disruptor.handleEventsWith((element, sequence, last) -> element.arrive(hops));
        disruptor.start();
        kept.after("a ring that went once round since", () -> {
            disruptor.publishEvent(Element::publish);
            try (Scope ignored = CausalContext.NONE.activate()) {
                for (int i = 0; i < SIZE; i++) {
                    disruptor.publishEvent(Element::publish);
                }
            }
            return disruptor;
        });
        arrived(hops, "handled", SIZE + 1);
        String verdict = kept.verdict(disruptor);
        disruptor.shutdown();
        return verdict + hops.verdict();
    }

    static Disruptor<Element> disruptor(ProducerType producers) {
        return new Disruptor<>(Element::new, SIZE, DaemonThreadFactory.INSTANCE, producers, new BlockingWaitStrategy());
    }

    static void arrived(Hops hops, String what, int times) throws InterruptedException {
        hops.expect(what, Map.of(Hops.RIGHT, times), hops.next(times));
    }

    /** What a ring uses again and again. */
    static final class Element {

        private volatile String story = "null";

        /** Also as a translator. */
        void publish(long sequence) {
            story = Hops.here();
        }

        /** Its handler has it, or who is told that it failed. */
        void arrive(Hops hops) {
            hops.arriveIn(story);
        }
    }

    /** Is told of exceptions in the story of the element that the handler has failed on. */
    private record Told(Hops hops) implements ExceptionHandler<Element> {

        @Override
        public void handleEventException(Throwable failure, long sequence, Element element) {
            element.arrive(hops);
        }

        @Override
        public void handleOnStartException(Throwable failure) {
            hops.arrive();
        }

        @Override
        public void handleOnShutdownException(Throwable failure) {
            hops.arrive();
        }
    }
}
