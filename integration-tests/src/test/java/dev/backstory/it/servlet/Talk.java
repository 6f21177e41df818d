package dev.backstory.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One WebSocket connection, from a browser's side. */
final class Talk implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    Talk(String port, String path, String... headers) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + path), this)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    Talk say(String text) {
        return say(text, true);
    }

    Talk say(String text, boolean last) {
        socket.sendText(text, last).orTimeout(60, TimeUnit.SECONDS).join();
        return this;
    }

    Talk send(int bytes, boolean last) {
        socket.sendBinary(ByteBuffer.wrap(new byte[bytes]), last)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        return this;
    }

    Talk hears(String expected) throws InterruptedException {
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(expected);
        return this;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        heard.add(text.toString());
        from.request(1);
        return null;
    }

    /** The server may have closed it before. */
    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .handle((closed, failure) -> closed)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
