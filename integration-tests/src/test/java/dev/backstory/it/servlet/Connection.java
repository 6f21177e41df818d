package dev.backstory.it.servlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection that is kept, where a client with a pool would choose among several. */
final class Connection implements AutoCloseable {

    private static final String LINE_END = "\r\n";

    private final Socket socket;
    private final BufferedReader answers;
    private int answered;

    Connection(String port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        socket.setSoTimeout(60_000);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    Answer get(String path) throws IOException {
        ask(path);
        try {
            return answer();
        } catch (SocketTimeoutException e) {
            throw new IOException("no answer to " + path + ", after " + answered + " over this connection", e);
        }
    }

    /** Sends a request, which may be the next before the last was answered. */
    void ask(String path) throws IOException {
        String request = String.join(LINE_END, "GET " + path + " HTTP/1.1", "Host: 127.0.0.1", "", "");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends a request, and a part of its body. */
    void postHalf(String path) throws IOException {
        String request =
                String.join(LINE_END, "POST " + path + " HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 2000", "", "");
        socket.getOutputStream().write((request + "x".repeat(1000)).getBytes(StandardCharsets.US_ASCII));
    }

    /** The next answer. */
    Answer answer() throws IOException {
        String id = null;
        int length = 0;
        for (String line = next(); !line.isEmpty(); line = next()) {
            String[] header = line.split(": ", 2);
            if (header[0].equalsIgnoreCase("X-Correlation-ID")) {
                id = header[1];
            } else if (header[0].equalsIgnoreCase("Content-Length")) {
                length = Integer.parseInt(header[1]);
            }
        }
        char[] body = new char[length];
        for (int i = 0; i < length; i++) {
            body[i] = (char) answers.read();
        }
        answered++;
        return new Answer(id, new String(body));
    }

    private String next() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the server has closed the connection");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The id that the head names, and the body. */
    record Answer(@Nullable String id, String body) {}
}
