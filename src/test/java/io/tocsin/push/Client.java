package io.tocsin.push;

import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.subscription.SubscriptionId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A WebSocket client that keeps what it is sent. */
final class Client {
    private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Short> closed = new CompletableFuture<>();
    private final WebSocket socket;

    /** Connects, and takes the welcome. */
    Client(Scene scene) throws Exception {
        this(scene, "k");
        JsonObject unused = next("welcome");
    }

    private Client(Scene scene, String key) throws Exception {
        ClientWebSocket client = scene.sockets.webSocket();
        client.textMessageHandler(text -> frames.add(new JsonObject(text)));
        client.closeHandler(close -> {
            Short status = client.closeStatusCode();
            closed.complete(status == null ? 0 : status);
        });
        socket = on(client.connect(new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(scene.server.port())
                .setURI("/v1/stream")
                .addHeader("X-Key", key)
                .addSubProtocol("tocsin.v1")));
    }

    /** Connects, and leaves what comes first to be taken. */
    static Client knocking(Scene scene, String key) throws Exception {
        return new Client(scene, key);
    }

    void say(JsonObject frame) throws Exception {
        say(frame.encode());
    }

    void say(String text) throws Exception {
        on(socket.writeTextMessage(text));
    }

    void sayBinary() throws Exception {
        on(socket.writeBinaryMessage(Buffer.buffer("x")));
    }

    /** Says one of the frames of the contract. */
    void sayWell(JsonObject frame) throws Exception {
        AsyncContract.loaded().check("hear", frame);
        say(frame);
    }

    /** Subscribes, and takes the answer. */
    JsonObject subscribe(SubscriptionId id, JsonObject how) throws Exception {
        sayWell(how.copy().put("type", "subscribe").put("subscription", id.value()));
        return next("subscribed");
    }

    void acknowledge(SubscriptionId id, long sequence) throws Exception {
        sayWell(new JsonObject().put("type", "ack").put("cursor", Scene.cursor(id, sequence)));
    }

    /** The next frame, which is of this type. */
    JsonObject next(String type) throws InterruptedException {
        JsonObject frame = Waiting.next(frames);
        AsyncContract.loaded().check("say", frame);
        assertThat(frame.getString("type")).as("%s", frame).isEqualTo(type);
        return frame;
    }

    /** The numbers of the next alerts; nothing else comes in between. */
    List<Long> alerts(int count) throws InterruptedException {
        List<Long> sequences = new ArrayList<>();
        while (sequences.size() < count) {
            sequences.add(next("alert").getJsonObject("alert").getLong("sequence"));
        }
        return sequences;
    }

    /** The next frame is an error, with this detail. */
    void error(boolean fatal, String detail) throws InterruptedException {
        JsonObject error = next("error");
        assertThat(error.getBoolean("fatal")).isEqualTo(fatal);
        assertThat(error.getJsonObject("problem").getString("detail")).isEqualTo(detail);
    }

    /** All that was sent before the answer has been taken. */
    void nothingCame() throws Exception {
        say("{\"type\":\"ping\"}");
        JsonObject unused = next("pong");
    }

    /** Stops reading its socket. */
    void pause() {
        socket.pause();
    }

    void resume() {
        socket.resume();
    }

    /** Closes, and waits until the server has, too. */
    void leave() throws Exception {
        on(socket.close());
        int unused = closedWith();
    }

    /** The code that the server closed with. */
    int closedWith() throws Exception {
        return on(closed);
    }
}
