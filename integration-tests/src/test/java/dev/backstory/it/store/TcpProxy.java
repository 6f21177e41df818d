package dev.backstory.it.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The network between a publisher and its database, and what can happen to it. */
final class TcpProxy implements AutoCloseable {

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private enum Mode {
        OPEN,
        STALLED,
        AWAY
    }

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answerBytesLeft = new AtomicInteger(NO_LIMIT);
    private final AtomicLong roundTrips = new AtomicLong();
    private final Object change = new Object();
    private volatile InetSocketAddress target;
    private volatile Mode mode = Mode.OPEN;
    private volatile Duration delay = Duration.ZERO;

    TcpProxy(int targetPort) {
        try {
            target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The same database through this network. */
    String url(String direct) {
        return url(direct, port());
    }

    /** The same database by way of that port. */
    static String url(String direct, int port) {
        return direct.replaceFirst("//[^/]+/", "//127.0.0.1:" + port + "/");
    }

    static int portOf(String url) {
        return Integer.parseInt(url.replaceFirst(".*//[^:/]+:(\\d+)/.*", "$1"));
    }

    /** How often the client has sent something and waited for the answer. */
    long roundTrips() {
        return roundTrips.get();
    }

    /** All connections break; new ones work. */
    void cut() {
        for (Socket each : sockets) {
            close(each);
        }
    }

    /** Nobody is there. */
    void away() {
        set(Mode.AWAY);
        cut();
    }

    /** Connections stay, and nothing passes. */
    void stall() {
        set(Mode.STALLED);
    }

    /** All passes, and each answer is late by that much. */
    void slow(Duration late) {
        delay = late;
    }

    /** All is well again. */
    void back() {
        delay = Duration.ZERO;
        answerBytesLeft.set(NO_LIMIT);
        set(Mode.OPEN);
    }

    /** After so many more bytes of answers the connection breaks in the middle of one. */
    void truncateAnswersAfter(int bytes) {
        answerBytesLeft.set(bytes);
    }

    private void set(Mode next) {
        synchronized (change) {
            mode = next;
            change.notifyAll();
        }
    }

    @Override
    public void close() {
        away();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                accept(server.accept());
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void accept(Socket client) {
        if (mode == Mode.AWAY) {
            close(client);
            return;
        }
        Socket database = new Socket();
        sockets.add(client);
        sockets.add(database);
        start(() -> connect(client, database));
    }

    private void connect(Socket client, Socket database) {
        AtomicInteger direction = new AtomicInteger();
        try {
            database.connect(target, 5_000);
            client.setTcpNoDelay(true);
            database.setTcpNoDelay(true);
            start(() -> pump(database, client, direction, 2));
            pump(client, database, direction, 1);
        } catch (IOException e) {
            close(client);
            close(database);
        }
    }

    private void pump(Socket from, Socket to, AtomicInteger direction, int own) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16_384];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitOpen(from);
                if (direction.getAndSet(own) != own && own == 1) {
                    roundTrips.incrementAndGet();
                }
                if (own == 2) {
                    TimeUnit.NANOSECONDS.sleep(delay.toNanos());
                }
                int allowed = own == 2 ? allowed(read) : read;
                out.write(buffer, 0, allowed);
                out.flush();
                if (allowed < read) {
                    break;
                }
            }
        } catch (IOException e) {
            // One side is gone; so is the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
        }
    }

    private void awaitOpen(Socket from) throws InterruptedException {
        synchronized (change) {
            while (mode == Mode.STALLED && !from.isClosed()) {
                change.wait(100);
            }
        }
    }

    private int allowed(int read) {
        int left = answerBytesLeft.get();
        if (left == NO_LIMIT) {
            return read;
        }
        int allowed = Math.min(left, read);
        answerBytesLeft.set(allowed < read ? NO_LIMIT : left - allowed);
        return allowed;
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
