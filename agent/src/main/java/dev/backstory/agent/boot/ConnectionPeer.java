package dev.backstory.agent.boot;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection really comes from, by the servers that can be told to report what a forwarding header says first instead: Jetty,
 * Undertow and Reactor Netty. Others report the connection, as Vert.x, or go by a list of proxies, as Tomcat.
 */
final class ConnectionPeer {

    private static final String THIS_MACHINE = "127.0.0.1";
    private static final String NOWHERE = "";

    private static final Call REQUEST = new Call("getRequest", 0);
    private static final Call META_DATA = new Call("getConnectionMetaData", 0);
    private static final Call CONNECTION = new Call("getConnection", 0);
    private static final Call HTTP_CHANNEL = new Call("getHttpChannel", 0);
    private static final Call END = new Call("getEndPoint", 0);
    private static final Call REMOTE = new Call("getRemoteAddress", 0);
    private static final Call REMOTE_INET = new Call("getRemoteInetSocketAddress", 0);
    private static final Call REMOTE_SOCKET = new Call("getRemoteSocketAddress", 0);
    private static final Call EXCHANGE = new Call("getExchange", 0);
    private static final Call SOURCE = new Call("getSourceAddress", 0);
    private static final Call PEER = new Call("getPeerAddress", 0);
    private static final Call CHANNEL = new Call("channel", 0);
    private static final Call ADDRESS = new Call("remoteAddress", 0);

    private ConnectionPeer() {}

    /** {@link #behindWhatWasRead(Object)}, for a boundary; a server of a version that we do not know is believed as others are. */
    static @Nullable String behindWhatWasRead(Object request, Place place) {
        try {
            return behindWhatWasRead(request);
        } catch (RuntimeException e) {
            place.skipped(request.getClass().getName(), "its connection's address cannot be read: " + e);
            return null;
        }
    }

    /**
     * The connection's numeric address where the server reports one that it has read; null where it reports the connection's, and for
     * other servers. It may have read the very address of the connection: a client can guess that its proxy is on the same machine.
     */
    private static @Nullable String behindWhatWasRead(Object request) {
        // What a class is called may be chosen with the request: Jetty has one of its own for those with an odd path.
        for (Class<?> each = request.getClass(); each != null; each = each.getSuperclass()) {
            String server = each.getName();
            if (server.endsWith(".ServletApiRequest") && server.startsWith("org.eclipse.jetty.")) {
                // Since Jetty 12: the servlet's request is a view of another object.
                Object data = on(META_DATA, on(REQUEST, request));
                return wasRead(on(REMOTE_SOCKET, data))
                        ? numeric(on(REMOTE_SOCKET, on(END, on(CONNECTION, data))))
                        : null;
            }
            if (server.endsWith(".Request") && server.startsWith("org.eclipse.jetty.")) {
                return wasRead(on(REMOTE_INET, request))
                        ? numeric(on(REMOTE, on(END, on(HTTP_CHANNEL, request))))
                        : null;
            }
            if (server.startsWith("io.undertow.servlet.")) {
                Object exchange = on(EXCHANGE, request);
                Object peer = on(PEER, on(CONNECTION, exchange));
                Object reported = on(SOURCE, exchange);
                // What it reads has no port, or another.
                return reported == null || reported.equals(peer) ? null : numeric(peer);
            }
            if (server.startsWith("reactor.netty.")) {
                Object peer = on(ADDRESS, on(CHANNEL, request));
                return on(ADDRESS, request) == peer ? null : numeric(peer);
            }
        }
        return null;
    }

    /** Jetty looks up nothing that it has read. */
    private static boolean wasRead(@Nullable Object address) {
        return address instanceof InetSocketAddress reported && reported.isUnresolved();
    }

    /** A socket of another kind than the internet's is on this machine. */
    private static String numeric(@Nullable Object address) {
        String numeric = address instanceof InetSocketAddress peer ? Peers.numeric(peer) : THIS_MACHINE;
        return numeric == null ? NOWHERE : numeric;
    }

    private static @Nullable Object on(Call call, @Nullable Object target) {
        return target == null ? null : call.on(target);
    }
}
