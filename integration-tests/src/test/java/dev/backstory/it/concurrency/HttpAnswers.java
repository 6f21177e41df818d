package dev.backstory.it.concurrency;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The least that is an HTTP server: answers each request with "ok" and closes the connection. */
final class HttpAnswers {

    private static final byte[] OK =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private HttpAnswers() {}

    /** Until the socket is closed. */
    static void answer(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept();
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                    // The head of the request: no matter what it says.
                }
                socket.getOutputStream().write(OK);
            } catch (IOException closed) {
                // Either the client, or all is over.
            }
        }
    }
}
