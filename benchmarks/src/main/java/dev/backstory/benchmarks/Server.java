package dev.backstory.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A running {@link RequestApp} under one agent, and the one connection to it. */
final class Server implements AutoCloseable {

    private final Process process;
    private final Socket socket;
    private final InputStream input;

    Server(Agents agent) throws IOException {
        List<String> command = new ArrayList<>(Jvm.command(agent));
        // The same for all: what is compared is work, not how many cores a collector finds.
        command.addAll(List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", Jvm.CLASS_PATH, RequestApp.class.getName()));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String port = lines.readLine();
        if (port == null) {
            throw new IOException(agent.title() + ": the server did not start");
        }
        socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream());
    }

    void request(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            String body = get("/hops");
            if (!body.equals("21")) {
                throw new IOException("not the answer: " + body);
            }
        }
    }

    /** Bytes that its threads have allocated. */
    long allocated() throws IOException {
        return Long.parseLong(get("/allocated"));
    }

    /** Nanoseconds that its threads have been on a core, as the operating system says. None of them ends in between. */
    long cpu() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path each : threads) {
                String[] figures = Files.readString(each.resolve("schedstat")).split(" ", 2);
                sum += Long.parseLong(figures[0]);
            }
        }
        return sum;
    }

    private String get(String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        int length = -1;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        return new String(input.readNBytes(length), StandardCharsets.US_ASCII);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = input.read(); each != '\n'; each = input.read()) {
            if (each < 0) {
                throw new IOException("closed");
            }
            if (each != '\r') {
                line.append((char) each);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        process.getOutputStream().close();
        process.destroy();
    }
}
