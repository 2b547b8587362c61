package io.tocsin.app;

import io.tocsin.subscription.Subscription;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A client of the node like any other: follows every feed by WebSocket and prints each alert as it is pushed. */
final class DemoTerminal extends VerticleBase {
    private static final String MARK = "\u001b[1;33m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final int port;
    private final String key;
    private final Map<String, String> names = new HashMap<>();
    private final PrintWriter out;
    private final boolean colours;
    private final AtomicLong printed = new AtomicLong();
    private @Nullable WebSocketClient client;

    DemoTerminal(int port, String key, List<Subscription> subscriptions, PrintWriter out) {
        this.port = port;
        this.key = key;
        this.out = out;
        this.colours = CommandLine.Help.Ansi.AUTO.enabled();
        subscriptions.forEach(subscription -> names.put(subscription.id().value(), subscription.name()));
    }

    @Override
    public Future<?> start() {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/v1/stream")
                .addSubProtocol("tocsin.v1")
                .addHeader("Authorization", "Bearer " + key);
        client = vertx.createWebSocketClient();
        return client.connect(options).compose(this::subscribe);
    }

    long printed() {
        return printed.get();
    }

    private Future<Void> subscribe(WebSocket socket) {
        socket.textMessageHandler(text -> pushed(new JsonObject(text)));
        Future<Void> all = Future.succeededFuture();
        for (String id : names.keySet()) {
            JsonObject subscribe = new JsonObject()
                    .put("type", "subscribe")
                    .put("subscription", id)
                    .put("after", "earliest");
            all = all.compose(sent -> socket.writeTextMessage(subscribe.encode()));
        }
        return all;
    }

    private void pushed(JsonObject frame) {
        if (frame.getString("type").equals("alert")) {
            JsonObject alert = frame.getJsonObject("alert");
            String text = text(alert);
            out.printf(
                    "%s%-17s #%-4d%s %s%n",
                    colour(DIM),
                    names.getOrDefault(alert.getString("subscription"), ""),
                    alert.getLong("sequence"),
                    colour(PLAIN),
                    text.replaceAll("\\s+", " "));
            out.flush();
            printed.incrementAndGet();
        } else if (frame.getString("type").equals("error")) {
            out.println("stream: " + frame.encode());
        }
    }

    private String text(JsonObject alert) {
        JsonObject post = alert.getJsonObject("post");
        if (alert.getString("type").equals("subscription.paused")) {
            return "(paused: it matches too much of the stream)";
        }
        return post.getBoolean("deleted", false)
                ? "(deleted at its source)"
                : marked(post.getString("text"), alert.getJsonArray("spans"));
    }

    private String marked(String text, JsonArray spans) {
        StringBuilder line = new StringBuilder(text);
        for (int i = spans.size() - 1; i >= 0; i--) {
            JsonArray span = spans.getJsonArray(i);
            line.insert(span.getInteger(1), colours ? PLAIN : "*").insert(span.getInteger(0), colours ? MARK : "*");
        }
        return line.toString();
    }

    private String colour(String code) {
        return colours ? code : "";
    }
}
