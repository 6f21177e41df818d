package dev.backstory.it.concurrency;

import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.util.DaemonThreadFactory;
import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.Proves;
import java.util.Map;

/** LMAX's Disruptor: what is put into its ring carries nothing, so its handlers must have nothing. */
final class DisruptorCases {

    private DisruptorCases() {}

    @Proves("thread.disruptor")
    static String handlers() throws Exception {
        Hops hops = new Hops();
        Disruptor<int[]> disruptor = new Disruptor<>(() -> new int[1], 8, DaemonThreadFactory.INSTANCE);
        disruptor.handleEventsWith((element, sequence, endOfBatch) -> hops.arrive());
        Case.Body publish = () -> disruptor.publishEvent((element, sequence) -> element[0] = 1);
        Hops.inStory(() -> {
            disruptor.start();
            publish.run();
        });
        Hops.inStory(publish);
        publish.run();
        hops.expect("handled", Map.of("null", 3), hops.next(3));
        disruptor.shutdown();
        return hops.verdict();
    }
}
