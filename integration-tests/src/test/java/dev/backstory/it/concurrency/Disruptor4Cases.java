package dev.backstory.it.concurrency;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RewindAction;
import com.lmax.disruptor.RewindableException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.TimeoutBlockingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import dev.backstory.it.concurrency.DisruptorCases.Element;
import dev.backstory.it.harness.Proves;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What only version 4 has, or has in this way. */
final class Disruptor4Cases {

    private Disruptor4Cases() {}

    @Proves("disruptor.rewound")
    static String rewound() throws Exception {
        Hops hops = new Hops();
        Disruptor<Element> disruptor = DisruptorCases.disruptor(ProducerType.MULTI);
        AtomicBoolean fails = new AtomicBoolean(true);
        disruptor.handleEventsWith((failure, attempt) -> RewindAction.REWIND, (element, sequence, last) -> {
            element.arrive(hops);
            if (sequence == 2 && fails.getAndSet(false)) {
                throw new RewindableException(new IllegalStateException("again"));
            }
        });
        for (int i = 0; i < 3; i++) {
            Hops.inStory(() -> disruptor.publishEvent(Element::publish));
        }
        disruptor.publishEvent(Element::publish);
        disruptor.start();
        DisruptorCases.arrived(hops, "rewound", 3 + 4);
        disruptor.shutdown();
        return hops.verdict();
    }

    @Proves("disruptor.halted")
    static String halted() throws Exception {
        Hops hops = new Hops();
        RingBuffer<Element> ring = RingBuffer.createSingleProducer(Element::new, DisruptorCases.SIZE);
        BatchEventProcessor<Element> reader = new BatchEventProcessorBuilder()
                .build(ring, ring.newBarrier(), (element, sequence, last) -> element.arrive(hops));
        ring.addGatingSequences(reader.getSequence());
        for (int i = 0; i < 3; i++) {
            // The thread's own story is not the elements', and is there again when it has read.
            Thread thread = new Thread(() -> {
                try {
                    Hops.inStory(() -> {
                        String own = Hops.here();
                        reader.run();
                        hops.expect("who has read", own, Hops.here());
                    });
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            Hops.inStory(() -> ring.publishEvent(Element::publish));
            ring.publishEvent(Element::publish);
            DisruptorCases.arrived(hops, "read", 2);
            reader.halt();
            thread.join();
        }
        return hops.verdict();
    }

    @Proves("disruptor.run-twice")
    static String run_twice() throws Exception {
        Hops hops = new Hops();
        RingBuffer<Element> ring = RingBuffer.createSingleProducer(Element::new, DisruptorCases.SIZE);
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        BatchEventProcessor<Element> reader = new BatchEventProcessorBuilder()
                .build(ring, ring.newBarrier(), (element, sequence, last) -> {
                    handling.countDown();
                    Hops.await(refused);
                    element.arrive(hops);
                });
        ring.addGatingSequences(reader.getSequence());
        Thread thread = new Thread(() -> {
            reader.run();
            hops.arriveIn("null");
        });
        thread.start();
        Hops.inStory(() -> ring.publishEvent(Element::publish));
        Hops.await(handling);
        Hops.inStory(() -> {
            String own = Hops.here();
            try {
                reader.run();
                hops.expect("a second run", "refused", "accepted");
            } catch (IllegalStateException asPlanned) {
                hops.expect("who was refused", own, Hops.here());
            }
        });
        refused.countDown();
        Hops.inStory(() -> ring.publishEvent(Element::publish));
        DisruptorCases.arrived(hops, "read by the first", 2);
        reader.halt();
        thread.join();
        DisruptorCases.arrived(hops, "the first's thread", 1);
        return hops.verdict();
    }

    @Proves("disruptor.between")
    static String between() throws Exception {
        Hops hops = new Hops();
        Disruptor<Element> disruptor = new Disruptor<>(
                Element::new,
                DisruptorCases.SIZE,
                DaemonThreadFactory.INSTANCE,
                ProducerType.MULTI,
                new TimeoutBlockingWaitStrategy(1, TimeUnit.MILLISECONDS));
        Told told = new Told(hops);
        disruptor.handleEventsWith(told);
        Hops.inStory(() -> {
            disruptor.start();
            disruptor.publishEvent(Element::publish);
        });
        DisruptorCases.arrived(hops, "started, a batch, its element, a time-out", 4);
        Hops.inStory(disruptor::shutdown);
        DisruptorCases.arrived(hops, "ended", 1);
        return hops.verdict();
    }

    @Proves("disruptor.foreign")
    static String foreign() throws Exception {
        Hops hops = new Hops();
        RingBuffer<Element> ring = RingBuffer.createSingleProducer(Element::new, DisruptorCases.SIZE);
        BatchEventProcessor<Element> reader = new BatchEventProcessorBuilder()
                .build(sequence -> ring.get(sequence), ring.newBarrier(), (element, sequence, last) -> hops.arrive());
        ring.addGatingSequences(reader.getSequence());
        Thread thread = new Thread(reader);
        Hops.inStory(thread::start);
        Hops.inStory(() -> ring.publishEvent(Element::publish));
        hops.expect("not read from the ring itself", "null", hops.next());
        reader.halt();
        thread.join();
        return hops.verdict();
    }

    /** Each of them once. */
    private static final class Told implements EventHandler<Element> {

        private final Hops hops;
        private boolean timedOut;

        Told(Hops hops) {
            this.hops = hops;
        }

        @Override
        public void onStart() {
            hops.arriveIn("null");
        }

        @Override
        public void onBatchStart(long batch, long waiting) {
            hops.arriveIn("null");
        }

        @Override
        public void onEvent(Element element, long sequence, boolean last) {
            element.arrive(hops);
        }

        @Override
        public void onTimeout(long sequence) {
            if (!timedOut && sequence == 0) {
                timedOut = true;
                hops.arriveIn("null");
            }
        }

        @Override
        public void onShutdown() {
            hops.arriveIn("null");
        }
    }
}
