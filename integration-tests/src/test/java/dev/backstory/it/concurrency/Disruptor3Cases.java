package dev.backstory.it.concurrency;

import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import dev.backstory.it.concurrency.DisruptorCases.Element;
import dev.backstory.it.harness.Proves;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;

/** What version 4 has no more, and what this therefore is not compiled against. */
final class Disruptor3Cases {

    private Disruptor3Cases() {}

    @Proves("disruptor.workers")
    static String workers() throws Exception {
        Hops hops = new Hops();
        Disruptor<Element> disruptor = DisruptorCases.disruptor(ProducerType.MULTI);
        Class<?> handler = Class.forName("com.lmax.disruptor.WorkHandler");
        Object workers = Array.newInstance(handler, 3);
        for (int i = 0; i < 3; i++) {
            Array.set(
                    workers,
                    i,
                    Proxy.newProxyInstance(
                            handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                                ((Element) arguments[0]).arrive(hops);
                                return null;
                            }));
        }
        Disruptor.class
                .getMethod("handleEventsWithWorkerPool", workers.getClass())
                .invoke(disruptor, workers);
        Hops.inStory(disruptor::start);
        DisruptorCases.publishRounds(disruptor);
        DisruptorCases.arrived(hops, "workers", DisruptorCases.ROUNDS * 3);
        disruptor.shutdown();
        return hops.verdict();
    }
}
