package dev.backstory.it.concurrency;

import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.Promise;

/** Where a single event loop is not known and the rest of Netty is. */
final class NettyUnknownCases {

    private NettyUnknownCases() {}

    @SuppressWarnings("FutureReturnValueIgnored") // what arrives is what counts
    static String netty() throws Exception {
        Hops hops = new Hops();
        DefaultEventLoop loop = new DefaultEventLoop();
        try {
            for (int i = 0; i < 3; i++) {
                Hops.inStory(() -> loop.execute(hops::arrive));
                hops.expect("nothing guessed", "null", hops.next());
            }
            Promise<Integer> promise = loop.newPromise();
            String adder = Hops.inStory(() -> promise.addListener(done -> hops.arrive()));
            Hops.inStory(() -> promise.setSuccess(1));
            hops.expect("what does fit carries", adder, hops.next());
        } finally {
            loop.shutdownGracefully();
        }
        return hops.verdict();
    }
}
