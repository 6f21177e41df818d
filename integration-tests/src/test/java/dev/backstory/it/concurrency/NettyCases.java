package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Case;
import dev.backstory.it.harness.Proves;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Netty's event loops as an application's executors: they need not carry, but never another's. */
@SuppressWarnings("FutureReturnValueIgnored") // what arrives is what counts
final class NettyCases {

    private NettyCases() {}

    @Proves("reactive.netty")
    static String tasks_on_one_event_loop() throws Exception {
        Hops hops = new Hops();
        EventExecutorGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        EventExecutor loop = group.next();
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        for (int i = 0; i < 20; i++) {
            CountDownLatch held = new CountDownLatch(1);
            Case.Body body = () -> {
                String own = Hops.here();
                loop.execute(() -> seen.add(verdict(own)));
                loop.submit(() -> seen.add(verdict(own)));
                loop.schedule(() -> seen.add(verdict(own)), 1, TimeUnit.MILLISECONDS);
            };
            Hops.inStory(() -> loop.execute(() -> Hops.await(held)));
            Hops.inStory(body);
            Hops.inStory(body);
            body.run();
            held.countDown();
            for (int each = 0; each < 9; each++) {
                hops.expect("round " + i, "", seen.poll(60, TimeUnit.SECONDS));
            }
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        return hops.verdict();
    }

    private static String verdict(String own) {
        String here = Hops.here();
        return here.equals(own) || here.equals("null") ? "" : "another's";
    }
}
