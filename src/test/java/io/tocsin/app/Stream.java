package io.tocsin.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket session, with the JDK's client. */
final class Stream implements WebSocket.Listener {
    /** The empty one is the end, which stays there. */
    private final BlockingQueue<Optional<JsonNode>> frames = new LinkedBlockingQueue<>();

    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;

    /** Opens it and takes its {@code welcome}. */
    static Stream open(Client client) {
        Stream stream = new Stream();
        stream.socket = client.http
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + client.key)
                .subprotocols("tocsin.v1")
                .buildAsync(URI.create(client.url.replace("http:", "ws:") + "/v1/stream"), stream)
                .orTimeout(Client.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        var unused = stream.closed.whenComplete((code, failure) -> stream.frames.add(Optional.empty()));
        stream.next("welcome");
        return stream;
    }

    void say(String json) {
        var unused = socket().sendText(json, true).join();
    }

    /** The next frame. */
    JsonNode next() {
        try {
            Optional<JsonNode> frame = frames.poll(Client.LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame within " + Client.LIMIT);
            }
            return orEnd(frame).orElseThrow(() -> new AssertionError("no frame: the session has ended"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next frame, however long it takes to come; empty if the session has ended. */
    Optional<JsonNode> nextOrEnd() throws InterruptedException {
        return orEnd(frames.take());
    }

    private Optional<JsonNode> orEnd(Optional<JsonNode> frame) {
        if (frame.isEmpty()) {
            frames.add(frame);
        }
        return frame;
    }

    /** The next frame, which must be of this type. */
    JsonNode next(String type) {
        JsonNode frame = next();
        if (!frame.get("type").asText().equals(type)) {
            throw new AssertionError("frame: " + frame + " (expected: " + type + ")");
        }
        return frame;
    }

    /** The next frame's alert. */
    JsonNode alert() {
        return next("alert").get("alert");
    }

    int closeCode() {
        return closed.orTimeout(Client.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    void close() {
        var unused = socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /** As if the network were gone. */
    void cut() {
        socket().abort();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                frames.add(Optional.of(Client.JSON.readTree(partial.toString())));
            } catch (IOException e) {
                closed.completeExceptionally(e);
            }
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.completeExceptionally(failure);
    }

    private WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("stream: not open");
        }
        return socket;
    }
}
