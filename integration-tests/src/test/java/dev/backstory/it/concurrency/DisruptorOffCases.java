package dev.backstory.it.concurrency;

import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.util.DaemonThreadFactory;
import dev.backstory.it.harness.Proves;

/** A ring whose elements carry nothing: the boundary is switched off, or does not know the library. */
final class DisruptorOffCases {

    private DisruptorOffCases() {}

    @Proves("disruptor.off")
    static String disruptor() throws Exception {
        Hops hops = new Hops();
        Disruptor<Object> disruptor = new Disruptor<>(Object::new, 8, DaemonThreadFactory.INSTANCE);
        disruptor.handleEventsWith((element, sequence, last) -> hops.arrive());
        disruptor.start();
        Hops.inStory(() -> disruptor.publishEvent((element, sequence) -> {}));
        hops.expect("story", "null", hops.next());
        disruptor.shutdown();
        return hops.verdict();
    }
}
