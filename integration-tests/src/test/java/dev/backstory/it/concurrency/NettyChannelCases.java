package dev.backstory.it.concurrency;

import dev.backstory.it.harness.Proves;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Connections that several stories share, and one event loop for all of them; each case returns what was wrong. */
@SuppressWarnings({"FutureReturnValueIgnored", "deprecation"}) // what arrives is what counts; the group of 4.1
final class NettyChannelCases {

    private NettyChannelCases() {}

    @Proves("netty.connection")
    static String stories_on_one_connection() throws Exception {
        Hops hops = new Hops();
        LinkedBlockingQueue<String> stories = new LinkedBlockingQueue<>();
        Server server = new Server(
                hops,
                channel -> stories.add(Hops.inStory(() -> {
                    channel.eventLoop().execute(hops::arrive);
                    channel.eventLoop().schedule(hops::arrive, 1, TimeUnit.MILLISECONDS);
                    channel.writeAndFlush(channel.alloc().buffer().writeByte(1)).addListener(written -> hops.arrive());
                })));
        try (server) {
            Socket first = server.connect();
            Socket second = server.connect();
            for (int i = 0; i < 10; i++) {
                for (Socket each : List.of(first, second)) {
                    each.getOutputStream().write(1);
                    each.getInputStream().read();
                    hops.expect("told three times", Map.of(stories.take(), 3), hops.next(3));
                }
            }
            first.close();
            second.close();
        }
        hops.expect("handlers in no story", List.of(), server.notClean());
        return hops.verdict();
    }

    /** A handler takes what a story has put into a queue; the next read is not of that story. */
    @Proves("netty.handler-with-a-queue")
    static String handlers_that_take_elements_out_of_a_queue() throws Exception {
        Hops hops = new Hops();
        LinkedBlockingQueue<Parcel> parcels = new LinkedBlockingQueue<>();
        Server server = new Server(hops, channel -> {
            parcels.poll();
            channel.writeAndFlush(channel.alloc().buffer().writeByte(1));
        });
        try (server) {
            Socket one = server.connect();
            for (int i = 0; i < 10; i++) {
                Hops.inStory(() -> parcels.add(new Parcel(1)));
                one.getOutputStream().write(1);
                one.getInputStream().read();
                hops.startsClean(
                        "the loop's next task", () -> server.group.next().execute(hops::arrive));
            }
            one.close();
        }
        hops.expect("handlers in no story", List.of(), server.notClean());
        return hops.verdict();
    }

    /** Calls the body for each byte, and notes in which stories it was called. */
    private static final class Server implements AutoCloseable {

        final EventLoopGroup group = new NioEventLoopGroup(1);
        private final LinkedBlockingQueue<String> calledIn = new LinkedBlockingQueue<>();
        private final Channel listening;

        Server(Hops hops, Answer answer) throws Exception {
            List<Channel> started = new ArrayList<>();
            // The loop's thread is started by the request that needs it first.
            Hops.inStory(() -> started.add(new ServerBootstrap()
                    .group(group)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(handler(hops, answer));
                        }
                    })
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .sync()
                    .channel()));
            listening = started.get(0);
        }

        private ChannelInboundHandlerAdapter handler(Hops hops, Answer answer) {
            return new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    calledIn.add(Hops.here());
                    ((ByteBuf) message).release();
                    try {
                        answer.to(context.channel());
                    } catch (Exception e) {
                        hops.expect("no failure", null, e);
                    }
                }
            };
        }

        Socket connect() throws Exception {
            InetSocketAddress address = (InetSocketAddress) listening.localAddress();
            Socket socket = new Socket(address.getAddress(), address.getPort());
            socket.setSoTimeout(60_000);
            return socket;
        }

        List<String> notClean() {
            return calledIn.stream().filter(each -> !each.equals("null")).toList();
        }

        @Override
        public void close() throws InterruptedException {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        }
    }

    private interface Answer {
        void to(Channel channel) throws Exception;
    }
}
